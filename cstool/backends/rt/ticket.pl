
# From here on the server's own objects: the ticket as the rules see it, and what they decide written back.
# A worker that serves REST alone reads changed settings on no request of its own.
RT->Config->RefreshConfigFromDatabase;
my $ticket = $self->TicketObj;
my $txn = $self->TransactionObj;
my $id = sub { $native{$_[0]} // 0 };
my $field_id = sub { exists $fields{$_[0]} ? $id->($fields{$_[0]}) : 0 };
my $values = sub {
    my $number = $field_id->($_[0]) or return ();
    my ($list, @found) = ($ticket->CustomFieldValues($number));
    while (my $value = $list->Next) { push @found, $value->LargeContent // $value->Content }
    return @found;
};
# Who reopens a ticket says why in the message before: the change of state itself says nothing.
my $last = $txn;
if ($event eq 'ticket.reopened') {
    my $spoken = $ticket->Transactions;
    $spoken->Limit(FIELD => 'Type', VALUE => $_) for qw(Correspond Create);
    $spoken->OrderByCols({ FIELD => 'Created', ORDER => 'DESC' }, { FIELD => 'id', ORDER => 'DESC' });
    $last = $spoken->First // $txn;
}
my $head = $last->Message->First;
my $header = sub { my $value = $head && $head->GetHeader($_[0]); return defined $value ? $value : '' };
my $addresses = sub { map { lc $_->address } map { RT::EmailParser->ParseEmailAddress($_) } grep { length } map { $head ? $head->GetAllHeaders($_) : () } @_ };

# Whether a machine sent it: RFC 3834 and the headers that mail programs go by.
my $automatic = sub {
    my $said = $header->('Auto-Submitted');
    $said =~ s/;.*//s;
    $said =~ s/^\s+|\s+$//g;
    return 1 if length $said && lc $said ne 'no';
    return 1 if $header->('Return-Path') =~ /^\s*<>\s*$/ || $header->('Content-Type') =~ m{^\s*multipart/report}i;
    return 1 if $header->('Precedence') =~ /^\s*(?:$precedence)\s*$/i;
    return 1 if $header->('X-Autoreply') !~ /^\s*(?:no)?\s*$/i;
    for (qw(X-Autorespond X-Loop List-Id List-Unsubscribe Feedback-ID)) { return 1 if length $header->($_) }
    return 1 if $header->('X-Auto-Response-Suppress') !~ /^\s*(?:none)?\s*$/i;
    for ($addresses->('From')) { return 1 if /^(?:$machines)(?:\+[^@]*)?@/ }
    return 0;
};
my $content = $last->ContentObj(Type => 'text/plain');
my $requestor = $ticket->Requestors->UserMembersObj->First;
my $creator = $last->CreatorObj;
my %team_of = map { $id->($_) => substr $_, 6 } grep { m{^queue/} && !m{^queue/intake/} } keys %native;
my $author = sub {
    return 'system' if $creator->id == RT->SystemUser->id;
    return 'customer' if $ticket->Requestors->HasMemberRecursively($creator->PrincipalObj);
    for (grep { m{^group/} } keys %native) {
        my $group = RT::Group->new(RT->SystemUser);
        $group->Load($id->($_));
        return 'agent' if $group->id && $group->HasMemberRecursively($creator->PrincipalObj);
    }
    return 'customer';
};
my $channel = sub {
    my ($tag) = $values->('channel');
    my %sent_to = map { $_ => 1 } $addresses->(qw(To Cc Delivered-To X-Original-To));
    for (@arrives) { return $_->[0] if $_->[1] eq 'tag' && defined $tag && $tag eq $_->[2] }
    for (@arrives) { return $_->[0] if $_->[1] eq 'recipient' && $sent_to{ $_->[2] } }
    for (@arrives) { return $_->[0] if $_->[1] eq 'group' && $ticket->Queue == $id->($_->[2]) }
    return undef;
};
my ($urgency) = grep { $ticket->Priority && $ticket->Priority <= $priorities{$_} } qw(low normal high urgent);
my $subject = $ticket->Subject // '';
# The ticket keeps 200 characters of its subject, the message all of them.
$subject = $header->('Subject') if $event eq 'ticket.created' && length $subject >= 200 && length $header->('Subject');
my $seen = {
    subject => $subject,
    body => $content ? $last->Content(Type => 'text/plain') // '' : '',
    channel => $channel->(),
    automatic => $automatic->(),
    author => $author->(),
    received => $ticket->CreatedObj->Unix,
    reopened => $event eq 'ticket.reopened' ? 1 : 0,
    team => $team_of{ $ticket->Queue },
    status => $event eq 'ticket.created' ? undef : $statuses{ $ticket->Status },
    priority => $urgency,
    'customer.email' => $requestor && $requestor->EmailAddress,
    'customer.name' => $requestor && $requestor->RealName,
    'customer.tags' => [$values->('customer.tags')],
    'order.items' => [$values->('order.items')],
    tags => [$values->('tags')],
    fields => {},
};
for my $name (grep { !/^(?:channel|tags|customer\.tags|order\.items|skills)$/ } keys %fields) {
    my ($value) = $values->($name);
    next unless defined $value;
    if ($name =~ /^fields\.(.*)/s) { $seen->{fields}{$1} = $value } else { $seen->{$name} = $value }
}

my %before = map { $_ => 1 } @{ $seen->{tags} };
my $done = $run->($seen, $event);
my @failed;
my $did = sub { my ($what, $ok, $message) = @_; push @failed, "$what: $message" unless $ok };
my $put = sub {
    my ($name, $value) = @_;
    my $number = $field_id->($name) or return;
    $did->($name, $ticket->AddCustomFieldValue(Field => $number, Value => $value, RecordTransaction => 0));
};
my %after = map { $_ => 1 } @{ $seen->{tags} };
$put->('tags', $_) for grep { !$before{$_} } sort keys %after;
for my $tag (grep { !$after{$_} } sort keys %before) {
    $did->('tags', $ticket->DeleteCustomFieldValue(Field => $field_id->('tags'), Value => $tag, RecordTransaction => 0));
}
$put->('skills', $_) for @{ $done->{skills} };
$put->('category', $done->{category}) if defined $done->{category};
$put->("fields.$_", $done->{fields}{$_}) for sort keys %{ $done->{fields} };
if (defined $done->{priority} && $ticket->Priority != $priorities{ $done->{priority} }) {
    $did->('priority', $ticket->SetPriority($priorities{ $done->{priority} }));
}
# One change of queue, whatever the stages wrote on the way: each runs the scrips of the queue it leads to at once.
my $queue = defined $done->{team} ? $id->("queue/$done->{team}") : 0;
$did->('team', $ticket->SetQueue($queue)) if $queue && $queue != $ticket->Queue;
$did->('assignee', $ticket->SetOwner($id->("user/$done->{assignee}"), 'Force')) if defined $done->{assignee};
if (defined $done->{status} && $states{ $done->{status} } ne $ticket->Status) {
    $did->('status', $ticket->SetStatus($states{ $done->{status} }));
}

# The service level. The server counts the first reply only where the requestor's own mail made the ticket: so it is set here.
my $level = $levels{ $service->() };
if ($event eq 'ticket.created' && defined $level) {
    RT->Config->LoadConfigFromDatabase unless (RT->Config->Get('ServiceAgreements')->{Levels} // {})->{$level};
    $did->('SLA', $ticket->SetSLA($level)) unless ($ticket->SLA // '') eq $level;
    my $begin = $ticket->CreatedObj->Unix;
    my @due = grep { defined && $_ > 0 } map { RT::SLA->Due(Ticket => $ticket, Level => $level, Type => $_, Time => $begin) } qw(Response Resolve);
    if (@due) {
        my $due = RT::Date->new(RT->SystemUser);
        $due->Set(Format => 'unix', Value => (sort { $a <=> $b } @due)[0]);
        $did->('due', $ticket->SetDue($due->ISO)) unless $ticket->DueObj->Unix == $due->Unix;
    }
}

# Notes, mails to colleagues, and one reply.
$did->('note', $ticket->Comment(Content => $_)) for @{ $done->{notes} };
if (@{ $done->{told} }) {
    my %once = map { $_ => 1 } @{ $done->{told} };
    $did->('escalate', $ticket->Comment(Content => $told_text, CcMessageTo => join(', ', sort keys %once)));
}
my $reply = $done->{replies}[0];
if ($reply && $requestor && !$seen->{automatic}) {
    my ($template, $limit) = ($replies{ $reply->[0] }, $reply->[1]);
    my ($now, $kept) = (time, $requestor->FirstAttribute('cstool-replies'));
    my $sent = $kept ? $kept->Content : {};
    my @recent = grep { $limit && $_ > $now - $limit->[1] } @{ $sent->{ $reply->[0] } // [] };
    if (!$limit || @recent < $limit->[0]) {
        my $speech = $seen->{language} // ($channels{ $seen->{channel} // '' } // {})->{language} // $default_locale;
        my $locale;
        for my $wanted ($speech, $default_locale) {
            my @parts = split /-/, $wanted;
            while (@parts && !defined $locale) { my $try = join '-', @parts; $locale = $try if $template->{$try}; pop @parts }
        }
        my $text = RT::Template->new(RT->SystemUser);
        $text->Load($id->($template->{ $locale // '' } // ''));
        require RT::Action::Autoreply;
        my $mail = RT::Action::Autoreply->new(
            CurrentUser => RT->SystemUser, TicketObj => $ticket, TransactionObj => $txn, TemplateObj => $text,
            ScripObj => $self->ScripObj, ScripActionObj => $self->ScripObj->ActionObj, Argument => 'Requestor',
        );
        $did->('reply', $text->id && $mail->Prepare && $mail->Commit ? 1 : 0, $reply->[0]);
        $requestor->SetAttribute(Name => 'cstool-replies', Content => { %$sent, $reply->[0] => [@recent, $now] }) if $limit;
    }
}
RT->Logger->error('cstool, ticket #' . $ticket->id . ': ' . join('; ', @failed)) if @failed;
1;
