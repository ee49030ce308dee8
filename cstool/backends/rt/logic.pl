# What the rules of a workspace mean, in Perl. Between the data above and the rules below; nothing here knows of a server.
# $t is the ticket as conditions see it: a hash of texts, lists (tags, items) and `fields`; an absent or empty value is missing.
use feature qw(fc unicode_strings);
require Unicode::Normalize;
require Math::BigRat;
require POSIX;
require Time::Local;

my ($t, %forms);

# The text normal form: default-ignorable characters go, NFKC, case folding, tokens joined by one blank. A letter of a script
# that does not separate words is a token by itself; marks belong to their letter; everything else is a break.
my $normal = sub {
    my ($text) = @_;
    utf8::upgrade($text);
    $text =~ s/$ignorable+//g;
    $text = Unicode::Normalize::NFKC(fc(Unicode::Normalize::NFD($text)));
    $text = Unicode::Normalize::NFKC(fc($text));
    $text =~ s/$ignorable+//g;
    my @tokens = $text =~ /((?=[\p{L}\p{N}])$unspaced\p{M}*|(?:(?!$unspaced)[\p{L}\p{N}]\p{M}*)+)/g;
    return @tokens ? ' ' . join(' ', @tokens) . ' ' : ' ';
};
my $form = sub {
    my ($name) = @_;
    $forms{$_} //= $normal->($t->{$_} // '') for $name eq 'text' ? qw(subject body) : $name;
    return $name eq 'text' ? "$forms{subject}\x1f$forms{body}" : $forms{$name};
};
my $any_word = sub { my $text = $form->(shift); for (@_) { return 1 if index($text, $_) >= 0 } return 0 };
my $all_words = sub { my $text = $form->(shift); for (@_) { return 0 if index($text, $_) < 0 } return 1 };

# Values. A missing one is undef.
my $get = sub {
    my ($name) = @_;
    my $value;
    if ($name =~ /^fields\.(.*)/s) { $value = $t->{fields}{$1} }
    elsif ($name =~ /^(?:channel_type|store|pack|country)$/) { $value = ($channels{ $t->{channel} // '' } // {})->{$name} }
    else { $value = $t->{$name} }
    return defined $value && length $value ? $value : undef;
};
my $number_of = sub {
    my ($written) = @_;
    return undef unless defined $written && $written =~ /^\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*$/;
    return Math::BigRat->new($1);
};
my $number = sub { $number_of->($get->($_[0])) };
my $date = sub {
    my $value = $get->($_[0]);
    return undef unless defined $value && substr($value, 0, 10) =~ /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
    my ($year, $month, $day) = ($1, $2, $3);
    my $ok = $year > 0 && eval { Time::Local::timegm_modern(0, 0, 0, $day, $month - 1, $year); 1 };
    return $ok ? "$year-$month-$day" : undef;
};
my $flag = sub {
    my $value = $get->($_[0]);
    return undef unless defined $value;
    $value =~ s/^\s+|\s+$//g;
    return { true => 1, yes => 1, 1 => 1, false => 0, no => 0, 0 => 0 }->{ fc $value };
};
my $money = sub {
    my ($name) = @_;
    my ($amount, $currency) = ($get->($name));
    return undef unless defined $amount;
    if ($name eq 'order.amount' && defined $t->{'order.currency'} && length $t->{'order.currency'}) {
        $currency = $t->{'order.currency'};
    }
    elsif ($amount =~ /^\s*(-?[0-9]+(?:\.[0-9]+)?) ?([A-Z]{3})\s*$/) { ($amount, $currency) = ($1, $2) }
    else { return undef }
    my $value = $number_of->($amount);
    return defined $value ? [$value, $currency] : undef;
};
my $pieces = sub {
    my ($name) = @_;
    return $t->{$name} // '' if $name eq 'subject' || $name eq 'body';
    return ($t->{subject} // '', $t->{body} // '') if $name eq 'text';
    return $get->($name) // ();
};

# Comparisons. All but `none` are false on a missing value.
my $one = sub { my $value = shift; return 0 unless defined $value; for (@_) { return 1 if $value eq $_ } return 0 };
my $no_one = sub { my $value = shift; return 0 unless defined $value; for (@_) { return 0 if $value eq $_ } return 1 };
my $one_free = sub { my $value = shift; return 0 unless defined $value; for (@_) { return 1 if fc $value eq fc } return 0 };
my $no_free = sub { my $value = shift; return 0 unless defined $value; for (@_) { return 0 if fc $value eq fc } return 1 };
my $speaks = sub {
    my $value = shift;
    return 0 unless defined $value;
    for (@_) { return 1 if fc $value eq fc || index(fc $value, fc($_) . '-') == 0 }
    return 0;
};
my $same_number = sub { my $value = shift; return 0 unless defined $value; for (@_) { return 1 if $value == Math::BigRat->new($_) } return 0 };
my $has_any = sub { my ($name, @wanted) = @_; my %there = map { $_ => 1 } @{ $t->{$name} // [] }; for (@wanted) { return 1 if $there{$_} } return 0 };
my $has_all = sub { my ($name, @wanted) = @_; my %there = map { $_ => 1 } @{ $t->{$name} // [] }; for (@wanted) { return 0 unless $there{$_} } return 1 };
my $has_some = sub { @{ $t->{$_[0]} // [] } ? 1 : 0 };
my $contains = sub {
    my ($name, @wanted) = @_;
    for my $piece (map { fc } $pieces->($name)) { for (@wanted) { return 1 if index($piece, $_) >= 0 } }
    return 0;
};
my $matches = sub {
    my ($name, @patterns) = @_;
    for my $piece ($pieces->($name)) { for my $pattern (@patterns) { return 1 if $piece =~ /$pattern/a } }
    return 0;
};
my $compared = sub {
    my ($order, $operator) = @_;
    return $operator eq 'gt' ? $order > 0 : $operator eq 'gte' ? $order >= 0 : $operator eq 'lt' ? $order < 0
        : $operator eq 'lte' ? $order <= 0 : $order == 0;
};
my $compare_number = sub { my ($value, $operator, $limit) = @_; return defined $value && $compared->($value <=> Math::BigRat->new($limit), $operator) };
my $compare_date = sub { my ($value, $operator, $limit) = @_; return defined $value && $compared->($value cmp $limit, $operator) };
my $compare_money = sub {
    my ($money, $operator, $limit, $currency) = @_;
    return 0 unless $money;
    my ($seen, $own) = @$money;
    if ($own ne $currency) {
        my $rate = $rates{"$own>$currency"} or return 0;
        # To ten places, half to even: 216 USD at 1.08 are 200 EUR and not a hair less.
        my $shifted = $seen * Math::BigRat->new($rate) * Math::BigRat->new('10000000000');
        my $whole = $shifted->copy->bfloor;
        my $rest = ($shifted - $whole) <=> Math::BigRat->new('1/2');
        $whole = $whole + 1 if $rest > 0 || ($rest == 0 && $whole->numerator->is_odd);
        $seen = $whole / Math::BigRat->new('10000000000');
    }
    return $compared->($seen <=> Math::BigRat->new($limit), $operator);
};

# Working hours: an edge is the first instant at which the local clock shows that time or a later one.
my $in_zone = sub {
    my ($zone, $work) = @_;
    my @found;
    {
        local $ENV{TZ} = $zone;
        POSIX::tzset();
        @found = $work->();
    }
    POSIX::tzset();
    return wantarray ? @found : $found[0];
};
my $wall = sub { Time::Local::timegm_modern((localtime($_[0]))[0 .. 3], (localtime($_[0]))[4], (localtime($_[0]))[5] + 1900) };
my $instant = sub {
    my ($shown) = @_;
    my @shifts = sort { $b <=> $a } map { $wall->($_) - $_ } $shown - 86400, $shown + 86400;
    my ($early, $late) = map { $shown - $_ } @shifts;
    return $early if $wall->($early) == $shown;
    return $late if $wall->($late) == $shown;
    my $before = $wall->($early - 1) - ($early - 1);
    ($early, $late) = sort { $a <=> $b } $early, $late;
    my $offset = $wall->($late) - $late;
    while ($late - $early > 1) {
        my $middle = POSIX::floor(($early + $late) / 2);
        if ($wall->($middle) - $middle == $offset) { $late = $middle } else { $early = $middle }
    }
    return $late;
};
my $day_of = sub { POSIX::strftime('%Y-%m-%d', gmtime($_[0])) };
my $state_at = sub {
    my ($name, $moment) = @_;
    my $clock = $clocks{ $name // '' } or return 'open';
    return $in_zone->($clock->{zone}, sub {
        my $midnight = POSIX::floor($wall->($moment) / 86400) * 86400;
        for my $day ($midnight - 86400, $midnight) {
            my $date = $day_of->($day);
            next if $clock->{off}{$date};
            my $weekday = (gmtime($day))[6];
            for my $span (@{ $clock->{other}{$date} // $clock->{week}[$weekday] }) {
                my ($begin, $end) = map { $instant->($day + 60 * $_) } @$span;
                return 'open' if $begin <= $moment && $moment < $end;
            }
        }
        return $clock->{off}{ $day_of->($midnight) } ? 'holiday' : 'closed';
    });
};
my $is_hours = sub {
    $t->{hours} //= $state_at->(($channels{ $t->{channel} // '' } // {})->{clock}, $t->{received});
    for (@_) { return 1 if $t->{hours} eq $_ || ($_ eq 'closed' && $t->{hours} eq 'holiday') }
    return 0;
};
my $received_on = sub { $in_zone->($zone, sub { $day_of->($wall->($t->{received})) }) };

# Stages: what rules write.
my @single = qw(category team assignee priority status);
my $write = sub {
    my ($done, $rule, $then) = @_;
    for (@single) { $done->{$_} = $t->{$_} = $then->{$_} if defined $then->{$_} }
    my %tags = map { $_ => 1 } @{ $t->{tags} }, @{ $then->{tags} // [] };
    delete @tags{ @{ $then->{remove_tags} // [] } };
    $t->{tags} = [sort keys %tags];
    for my $skill (@{ $then->{skills} // [] }) { push @{ $done->{skills} }, $skill unless grep { $_ eq $skill } @{ $done->{skills} } }
    $t->{fields}{$_} = $done->{fields}{$_} = $then->{set}{$_} for keys %{ $then->{set} // {} };
    push @{ $done->{replies} }, [$then->{reply}, $then->{at_most}] if $then->{reply};
    push @{ $done->{notes} }, $then->{note} if $then->{note};
    push @{ $done->{told} }, @{ $then->{escalate} } if $then->{escalate};
    push @{ $done->{rules} }, $rule;
};
my $run = sub {
    my ($ticket, $event) = @_;
    ($t, %forms) = ($ticket);
    $t->{tags} //= [];
    $t->{fields} //= {};
    my $done = { skills => [], fields => {}, replies => [], notes => [], told => [], rules => [] };
    for my $stage (grep { $_->[1] eq $event } $stages->()) {
        my ($id, undef, $mode, @rules) = @$stage;
        my @matching;
        for my $rule (@rules) {
            next unless $rule->[1]->();
            if ($mode eq 'sequence') { $write->($done, $rule->[0], $rule->[2]); next }
            push @matching, $rule;
            last if $mode eq 'first';
        }
        $write->($done, $_->[0], $_->[2]) for @matching;
    }
    return $done;
};

# The service level: the first policy that matches, then every overlay replaces the targets that it names.
my $service = sub {
    my (%goal, $found);
    my $priority = $t->{priority} // 'normal';
    my $clock = ($channels{ $t->{channel} // '' } // {})->{clock} // '24x7';
    for my $overlay (0, 1) {
        for my $policy (grep { $_->[1] == $overlay } @policies) {
            my ($id, undef, $when, $targets) = @$policy;
            next unless $when->();
            for my $metric (keys %$targets) {
                my $target = $targets->{$metric}{$priority} or next;
                $goal{$metric} = join ' ', $target->[0], $target->[1] // $clock, $target->[2];
            }
            last unless $overlay;
        }
    }
    return join ';', map { "$_ $goal{$_}" } grep { defined $goal{$_} } qw(first_reply next_reply update resolution);
};
