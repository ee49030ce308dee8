/* The compiled form of the phrase scan (raw UTF-8 in, one bit for each ticket and set of phrases out) and of rules over bits.
 *
 * It is an accelerator and defines nothing: what a character becomes is told by tables that characters.py makes from
 * conditions/text_form.py, and a text with a character that no table can tell is left to Python ("slow").
 * All tables are plain buffers owned by Python. The work is done without the interpreter's lock.
 *
 * A text is first folded into a scratch line, where 0 is a break and everything else a byte of a token; then each token is
 * looked up in a trie of all phrases. A phrase found sets the bits of all sets that hold it.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define WITH_SSE2 1
#endif
#if defined(_MSC_VER)
#include <intrin.h>
#endif

enum {
    PAGES = 0x1100,     /* pages of 256 code points */
    ENTRY = 8,          /* bytes of one entry: up to seven of what the character becomes, then its code */
    LENGTH = 0x0F,      /* of the code: how many bytes */
    CLOSED = 0x40,      /* of the code: it ends with a token of its own, which a following mark joins */
    MARKED = 0x20,      /* of the code: it ends with a mark that may change places with a following one */
    LONGER = 0x80,      /* the code of what is in the table of longer forms */
    TAME = 0x81,        /* the code of a mark that only ever belongs to its letter */
    SLOW = 0xFF,        /* the code of what only Python can tell */
    SUBJECT = 1,
    BODY = 2,
    HAS_NEXT = 1,       /* a node's flags: longer phrases begin so */
    HAS_PREFIX = 2,     /* … and may end with the beginning of a token */
    IS_PREFIX = 4,      /* … this one does */
    WINDOW = 512,
    SLACK = 64,
    GROWTH = 4,         /* a short entry makes at most seven bytes out of two */
    LENGTHS = 32,
};

/* A node where it is looked for, with all that is asked of it in one cache line. */
typedef struct {
    uint64_t low, high;     /* the first sixteen bytes of its token */
    uint32_t node;          /* 0: free */
    uint32_t parent, size, flags, begin, targets_from, targets_to, unused[5];
} Slot;

typedef struct {
    const int32_t *pages;
    const uint8_t *entries, *longer;
} Characters;

typedef struct {
    uint32_t parent, begin, size, flags, targets_from, targets_to, unused[2];
} Node;

typedef struct {
    const Node *nodes;
    const uint32_t *targets;    /* four times the number of a set, and the fields in which it looks */
    const uint8_t *letters;
    Slot *slots;
    uint64_t slot_mask;
    uint64_t *firsts;           /* a bit for each token that begins a phrase; others may share it */
    unsigned first_shift;
    uint32_t *lengths_of;       /* first two bytes -> which of the lengths a prefix that begins so may have */
    const uint32_t *lengths;
    size_t target_count;
    uint32_t length_count, node_count, depth;
} Trie;

typedef struct {
    const uint8_t *from;
    size_t size;
} Token;

typedef struct {
    const Characters *characters;
    const Trie *trie;
    uint8_t *missing;           /* pages that a text needs and the tables lack */
    uint8_t *line;
    size_t room;
    Token *tokens;              /* those of the line that are gathered but not looked up yet */
    uint32_t *beginnings;       /* which of them may begin a phrase */
    size_t window, gathered, begun;
    uint64_t *found;            /* a bit for each set, of one ticket */
    uint8_t field;
} Scan;

/* ---------------------------------------------------------------------------------------------------- numbers */

static unsigned lowest(uint64_t bits) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctzll(bits);
#elif defined(_MSC_VER) && defined(_M_X64)
    unsigned long place;
    _BitScanForward64(&place, bits);
    return (unsigned)place;
#else
    unsigned place = 0;
    while (!(bits & 0xFF)) { bits >>= 8; place += 8; }
    while (!(bits & 1)) { bits >>= 1; place++; }
    return place;
#endif
}

static const uint8_t KEEP[32] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
};

/* The first bytes of a token, at most sixteen; so many may be read from `from` on, however short it is. */
static inline void load(const uint8_t *from, size_t size, uint64_t *low, uint64_t *high) {
    uint64_t keep_low, keep_high;
    memcpy(low, from, 8);
    memcpy(high, from + 8, 8);
    memcpy(&keep_low, KEEP + 16 - size, 8);
    memcpy(&keep_high, KEEP + 24 - size, 8);
    *low &= keep_low;
    *high &= keep_high;
}

/* Where a token that begins a phrase has its bit: by its first eight bytes and its size. */
static inline uint64_t first_place(const uint8_t *from, size_t size, unsigned shift) {
    uint64_t low, keep;
    memcpy(&low, from, 8);
    memcpy(&keep, KEEP + 16 - (size < 8 ? size : 8), 8);
    return (((low & keep) + size * 0xD6E8FEB86659FD93u) * 0x9E3779B97F4A7C15u) >> shift;
}

static inline uint64_t place_of(uint32_t parent, uint32_t prefix, uint64_t low, uint64_t high, size_t size) {
    uint64_t place = (low ^ ((uint64_t)parent << 32 | (uint64_t)prefix << 24 | size)) * 0xD6E8FEB86659FD93u;
    place = (place ^ (place >> 32) ^ high) * 0x9E3779B97F4A7C15u;
    return place ^ (place >> 29);
}

static inline uint32_t pair_of(const uint8_t *from, size_t size) {
    return ((uint32_t)from[0] * 61u + (size > 1 ? from[1] : 0u)) & 4095u;
}

/* ------------------------------------------------------------------------------------------------------- trie */

/* The node of a token (or, with IS_PREFIX, of the beginning of one) behind a parent; NULL where there is none. */
static inline const Slot *find(const Trie *trie, uint32_t parent, const uint8_t *from, size_t size, uint32_t prefix) {
    uint64_t low, high;
    load(from, size < 16 ? size : 16, &low, &high);
    for (uint64_t place = place_of(parent, prefix, low, high, size) & trie->slot_mask;; place = (place + 1) & trie->slot_mask) {
        const Slot *slot = trie->slots + place;
        if (!slot->node) return NULL;
        if (slot->low == low && slot->high == high && slot->parent == parent && slot->size == size &&
            (slot->flags & IS_PREFIX) == prefix && (size <= 16 || !memcmp(trie->letters + slot->begin + 16, from + 16, size - 16)))
            return slot;
    }
}

static void enter(const Trie *trie, uint32_t number) {
    const Node *node = trie->nodes + number;
    const uint8_t *from = trie->letters + node->begin;
    uint32_t prefix = node->flags & IS_PREFIX;
    uint64_t low, high;
    load(from, node->size < 16 ? node->size : 16, &low, &high);
    uint64_t place = place_of(node->parent, prefix, low, high, node->size) & trie->slot_mask;
    while (trie->slots[place].node) place = (place + 1) & trie->slot_mask;
    Slot slot = {low, high, number, node->parent, node->size, node->flags, node->begin, node->targets_from, node->targets_to, {0}};
    trie->slots[place] = slot;
    if (prefix) {
        uint32_t at = 0;
        while (at < trie->length_count && trie->lengths[at] != node->size) at++;
        uint32_t bit = 1u << (at < LENGTHS - 1 ? at : LENGTHS - 1);
        if (node->size > 1) trie->lengths_of[pair_of(from, node->size)] |= bit;
        else
            for (unsigned second = 0; second < 256; second++) {
                uint8_t pair[2] = {from[0], (uint8_t)second};
                trie->lengths_of[pair_of(pair, 2)] |= bit;
            }
    } else if (!node->parent) {
        uint64_t first = first_place(from, node->size, trie->first_shift);
        trie->firsts[first >> 6] |= (uint64_t)1 << (first & 63);
    }
}

static inline void reach(Scan *scan, const Slot *slot) {
    const uint32_t *target = scan->trie->targets + slot->targets_from, *end = scan->trie->targets + slot->targets_to;
    for (; target < end; target++)
        if (*target & scan->field) scan->found[*target >> 8] |= (uint64_t)1 << (*target >> 2 & 63);
}

static void prefixes(Scan *scan, uint32_t parent, const uint8_t *from, size_t size) {
    const Trie *trie = scan->trie;
    uint32_t bits = trie->lengths_of[pair_of(from, size)];
    while (bits) {
        uint32_t at = lowest(bits), last = at;
        bits &= bits - 1;
        if (at == LENGTHS - 1) last = trie->length_count - 1; /* the last bit stands for all lengths from here on */
        for (; at <= last && at < trie->length_count && trie->lengths[at] <= size; at++) {
            uint32_t length = trie->lengths[at];
            const Slot *slot = find(trie, parent, from, length, IS_PREFIX);
            if (slot) reach(scan, slot);
        }
    }
}

/* All phrases that begin with the first of these tokens. */
static void phrases(Scan *scan, const Token *tokens, const Token *end) {
    const Trie *trie = scan->trie;
    uint32_t parent = 0, flags = trie->nodes[0].flags;
    for (const Token *here = tokens; here < end; here++) {
        if (flags & HAS_PREFIX) prefixes(scan, parent, here->from, here->size);
        const Slot *slot = find(trie, parent, here->from, here->size, 0);
        if (!slot) return;
        reach(scan, slot);
        parent = slot->node;
        flags = slot->flags;
        if (!(flags & (HAS_NEXT | HAS_PREFIX))) return;
    }
}

/* Looks up the tokens gathered so far. Those that may begin a phrase which is not yet gathered whole stay, unless it is `over`. */
static void settle(Scan *scan, int over) {
    Token *tokens = scan->tokens, *end = tokens + scan->gathered;
    size_t keep = over || scan->gathered < scan->trie->depth ? 0 : scan->trie->depth - 1, settled = scan->gathered - keep, at;
    for (at = 0; at < scan->begun && scan->beginnings[at] < settled; at++) phrases(scan, tokens + scan->beginnings[at], end);
    size_t left = scan->begun - at;
    for (size_t next = 0; next < left; next++) scan->beginnings[next] = scan->beginnings[at + next] - (uint32_t)settled;
    memmove(tokens, tokens + settled, keep * sizeof *tokens);
    scan->gathered = keep;
    scan->begun = left;
}

static inline uint64_t letters_of(const uint8_t *from) {
#ifdef WITH_SSE2
    const __m128i zero = _mm_setzero_si128();
    uint64_t breaks = 0;
    for (int part = 0; part < 4; part++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + 16 * part));
        breaks |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, zero)) << (16 * part);
    }
    return ~breaks;
#else
    uint64_t letters = 0;
    for (int at = 0; at < 64; at++) letters |= (uint64_t)(from[at] != 0) << at;
    return letters;
#endif
}

/* Looks up all tokens of the line; SLACK bytes behind it may be written. */
static void look_up(Scan *scan, size_t size) {
    const Trie *trie = scan->trie;
    uint8_t *line = scan->line;
    const uint64_t *firsts = trie->firsts;
    const unsigned shift = trie->first_shift;
    int with_prefixes = trie->nodes[0].flags & HAS_PREFIX;
    size_t begin = 0, gathered = 0, begun = 0;
    uint64_t before = 0;
    memset(line + size, 0, SLACK);
    for (size_t at = 0; at <= size; at += 64) { /* one past the end is a break, which ends the last token */
        uint64_t letters = letters_of(line + at), shifted = letters << 1 | before;
        uint64_t begins = letters & ~shifted, ends = ~letters & shifted;
        before = letters >> 63;
        while (ends) {
            /* The token may have begun in an earlier part of the line: then its end comes before any beginning here. */
            unsigned end = lowest(ends);
            if (begins && lowest(begins) < end) {
                begin = at + lowest(begins);
                begins &= begins - 1;
            }
            ends &= ends - 1;
            Token *token = scan->tokens + gathered;
            token->from = line + begin;
            token->size = at + end - begin;
            uint64_t place = first_place(token->from, token->size, shift);
            uint64_t wanted = firsts[place >> 6] >> (place & 63) & 1;
            if (with_prefixes) wanted |= trie->lengths_of[pair_of(token->from, token->size)] != 0;
            scan->beginnings[begun] = (uint32_t)gathered;
            begun += wanted;
            gathered++;
            if (gathered == scan->window) {
                scan->gathered = gathered;
                scan->begun = begun;
                settle(scan, 0);
                gathered = scan->gathered;
                begun = scan->begun;
            }
        }
        if (begins) begin = at + lowest(begins);
    }
    scan->gathered = gathered;
    scan->begun = begun;
    settle(scan, 1);
}

/* ------------------------------------------------------------------------------------------------------- fold */

enum { FINE, LEFT_TO_PYTHON, LACKS_PAGES, NO_MEMORY };

static int make_room(Scan *scan, size_t wanted) {
    if (wanted <= scan->room) return 1;
    size_t room = wanted + wanted / 2;
    uint8_t *line = realloc(scan->line, room);
    if (!line) return 0;
    scan->line = line;
    scan->room = room;
    return 1;
}

static inline uint8_t ascii(uint8_t byte) {
    if ((uint8_t)(byte - 'A') < 26) return (uint8_t)(byte | 0x20);
    return (uint8_t)(byte - 'a') < 26 || (uint8_t)(byte - '0') < 10 ? byte : 0;
}

/* The next code point, or -1 where the bytes are no UTF-8. */
static inline int32_t decode(const uint8_t **from, const uint8_t *end) {
    const uint8_t *p = *from;
    uint32_t c = p[0];
    if (c < 0xC2) return -1;
    if (c < 0xE0) {
        if (end - p < 2 || (p[1] & 0xC0) != 0x80) return -1;
        *from = p + 2;
        return (int32_t)((c & 0x1F) << 6 | (p[1] & 0x3Fu));
    }
    if (c < 0xF0) {
        if (end - p < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return -1;
        c = (c & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        *from = p + 3;
        return c < 0x800 || (c >= 0xD800 && c < 0xE000) ? -1 : (int32_t)c;
    }
    if (c > 0xF4 || end - p < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return -1;
    c = (c & 0x07) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    *from = p + 4;
    return c < 0x10000 || c > 0x10FFFF ? -1 : (int32_t)c;
}

/* What was written last, as far as a mark has to know. */
typedef struct {
    uint8_t *closed;    /* the line ends here with a token of its own */
    uint8_t *marked;    /* the line ends here with a mark of a letter */
    uint8_t *ordered;   /* the line ends here with a tame mark of this class */
    uint8_t class_;
} Tail;

/* A mark joins its letter: record = size, class, size of the rest, code of the rest, mark, rest. 0 where Python must tell. */
static uint8_t *join(uint8_t *out, const uint8_t *begin, const uint8_t *record, Tail *tail) {
    uint8_t size = record[0], class_ = record[1], rest = record[2], code = record[3];
    const uint8_t *mark = record + 4;
    if (class_ && (tail->marked == out || (tail->ordered == out && tail->class_ > class_))) return NULL;
    if (tail->closed == out) {
        memcpy(out - 1, mark, size);
        out += size;
        out[-1] = 0;
        tail->closed = out;
        tail->ordered = out;
        tail->class_ = class_;
    } else if (out > begin && out[-1]) {
        memcpy(out, mark, size);
        out += size;
        tail->ordered = out;
        tail->class_ = class_;
    } /* else there is no letter: it goes */
    memcpy(out, mark + size, rest);
    out += rest;
    if (code & CLOSED) tail->closed = out;
    if (code & MARKED) tail->marked = out;
    return out;
}

/* Folds a text into the line; `limit` is where the bytes that may be read end. */
static int fold(Scan *scan, const uint8_t *from, const uint8_t *end, const uint8_t *limit, size_t *size) {
    const Characters *characters = scan->characters;
    int state = FINE;
    if (!make_room(scan, GROWTH * (size_t)(end - from) + 2 * SLACK)) return NO_MEMORY;
    uint8_t *out = scan->line;
    Tail tail = {NULL, NULL, NULL, 0};
#ifdef WITH_SSE2
    const __m128i before_A = _mm_set1_epi8('A' - 1), after_Z = _mm_set1_epi8('Z' + 1), lower = _mm_set1_epi8(0x20);
    const __m128i before_a = _mm_set1_epi8('a' - 1), after_z = _mm_set1_epi8('z' + 1);
    const __m128i before_0 = _mm_set1_epi8('0' - 1), after_9 = _mm_set1_epi8('9' + 1);
#endif
    while (from < end) {
#ifdef WITH_SSE2
        while (limit - from >= 16) {
            __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)from);
            __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(bytes, before_A), _mm_cmpgt_epi8(after_Z, bytes));
            bytes = _mm_or_si128(bytes, _mm_and_si128(upper, lower));
            __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(bytes, before_a), _mm_cmpgt_epi8(after_z, bytes));
            __m128i figure = _mm_and_si128(_mm_cmpgt_epi8(bytes, before_0), _mm_cmpgt_epi8(after_9, bytes));
            _mm_storeu_si128((__m128i *)(void *)out, _mm_and_si128(bytes, _mm_or_si128(letter, figure)));
            uint32_t other = (uint32_t)_mm_movemask_epi8(bytes);
            ptrdiff_t now = other ? (ptrdiff_t)lowest(other) : 16;
            if (now > end - from) now = end - from;
            from += now;
            out += now;
            if (now < 16) break;
            if (from >= end) break;
        }
        if (from >= end) break;
#else
        (void)limit;
#endif
        while (from < end && *from < 0x80) *out++ = ascii(*from++); /* the last few bytes of the buffer */
        while (from < end && *from >= 0x80) {
            int32_t point = decode(&from, end);
            if (point < 0) return LEFT_TO_PYTHON;
            int32_t page = characters->pages[point >> 8];
            if (page < 0) {
                scan->missing[point >> 8] = 1;
                state = LACKS_PAGES;
                continue;
            }
            const uint8_t *entry = characters->entries + ((size_t)page * 256 + (size_t)(point & 255)) * ENTRY;
            uint8_t code = entry[7];
            if (code < LONGER) {
                memcpy(out, entry, ENTRY);
                out += code & LENGTH;
                tail.closed = code & CLOSED ? out : tail.closed;
                tail.marked = code & MARKED ? out : tail.marked;
            } else {
                if (code == SLOW) return LEFT_TO_PYTHON;
                uint32_t at;
                memcpy(&at, entry, 4);
                const uint8_t *record = characters->longer + at;
                /* a record is at most 255 + 255 bytes long */
                size_t used = (size_t)(out - scan->line);
                size_t wanted = used + 512 + GROWTH * (size_t)(end - from) + 2 * SLACK;
                if (wanted > scan->room) {
                    ptrdiff_t closed = tail.closed ? tail.closed - scan->line : -1;
                    ptrdiff_t marked = tail.marked ? tail.marked - scan->line : -1;
                    ptrdiff_t ordered = tail.ordered ? tail.ordered - scan->line : -1;
                    if (!make_room(scan, wanted)) return NO_MEMORY;
                    out = scan->line + used;
                    tail.closed = closed < 0 ? NULL : scan->line + closed;
                    tail.marked = marked < 0 ? NULL : scan->line + marked;
                    tail.ordered = ordered < 0 ? NULL : scan->line + ordered;
                }
                if (code == TAME) {
                    out = join(out, scan->line, record, &tail);
                    if (!out) return LEFT_TO_PYTHON;
                } else {
                    memcpy(out, record + 2, record[0]);
                    out += record[0];
                    if (record[1] & CLOSED) tail.closed = out;
                    if (record[1] & MARKED) tail.marked = out;
                }
            }
        }
    }
    *size = (size_t)(out - scan->line);
    return state;
}

/* ------------------------------------------------------------------------------------------------- from Python */

typedef struct {
    Py_buffer view;
    int taken;
} Buffer;

static int has(const Buffer *buffer, size_t items, size_t size) {
    return (size_t)buffer->view.len >= items * size;
}

static void release(Buffer *buffers, size_t count) {
    for (size_t at = 0; at < count; at++)
        if (buffers[at].taken) PyBuffer_Release(&buffers[at].view);
}

/* Takes the buffers of a tuple in their order; `writable` has a bit for each that is written to. */
static int take(PyObject *tuple, Buffer *buffers, size_t count, uint32_t writable) {
    if (!PyTuple_Check(tuple) || (size_t)PyTuple_GET_SIZE(tuple) != count) {
        PyErr_SetString(PyExc_TypeError, "wrong number of tables");
        return 0;
    }
    for (size_t at = 0; at < count; at++) {
        int how = writable >> at & 1 ? PyBUF_CONTIG : PyBUF_CONTIG_RO;
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(tuple, (Py_ssize_t)at), &buffers[at].view, how) < 0) return 0;
        buffers[at].taken = 1;
    }
    return 1;
}

enum { T_NODES, T_LETTERS, T_TARGETS, T_LENGTHS, T_SLOTS, T_FIRSTS, T_LENGTHS_OF, T_DEPTH, T_COUNT };

static int power_of_two(size_t value) { return value && !(value & (value - 1)); }

/* The trie behind the tuple (nodes, letters, targets, lengths, slots, firsts, lengths_of, depth); depth is an array of one. */
static int trie_of(const Buffer *b, Trie *trie) {
    size_t nodes = (size_t)b[T_NODES].view.len / sizeof(Node), slots = (size_t)b[T_SLOTS].view.len / sizeof(Slot);
    size_t firsts = (size_t)b[T_FIRSTS].view.len / 8, targets = (size_t)b[T_TARGETS].view.len / 4;
    int fits = nodes && has(b + T_LENGTHS_OF, 4096, 4) && has(b + T_DEPTH, 1, 4) && power_of_two(slots) &&
               slots > nodes && power_of_two(firsts) && sizeof(Slot) == 64;
    trie->nodes = b[T_NODES].view.buf;
    trie->letters = b[T_LETTERS].view.buf;
    trie->targets = b[T_TARGETS].view.buf;
    trie->lengths = b[T_LENGTHS].view.buf;
    trie->slots = b[T_SLOTS].view.buf;
    trie->firsts = b[T_FIRSTS].view.buf;
    trie->lengths_of = b[T_LENGTHS_OF].view.buf;
    for (size_t at = 0; fits && at < nodes; at++) {
        const Node *node = trie->nodes + at;
        fits = (!at || node->parent < at) && (size_t)node->begin + node->size + 16 <= (size_t)b[T_LETTERS].view.len &&
               node->targets_from <= node->targets_to && node->targets_to <= targets;
    }
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "tables of phrases do not fit together");
        return 0;
    }
    trie->depth = *(const uint32_t *)b[T_DEPTH].view.buf;
    trie->slot_mask = slots - 1;
    trie->first_shift = 58 - lowest(firsts);
    trie->length_count = (uint32_t)((size_t)b[T_LENGTHS].view.len / 4);
    trie->node_count = (uint32_t)nodes;
    trie->target_count = targets;
    return 1;
}

PyDoc_STRVAR(index_doc, "index(trie): fill the hash table, the marks of first tokens and of prefixes of a new trie.");

static PyObject *kernel_index(PyObject *self, PyObject *tuple) {
    Buffer buffers[T_COUNT] = {{{0}, 0}};
    Trie trie;
    (void)self;
    int fine = take(tuple, buffers, T_COUNT, 1u << T_SLOTS | 1u << T_FIRSTS | 1u << T_LENGTHS_OF) && trie_of(buffers, &trie);
    if (fine)
        for (uint32_t node = 1; node < trie.node_count; node++) enter(&trie, node);
    release(buffers, T_COUNT);
    if (!fine) return NULL;
    Py_RETURN_NONE;
}

typedef struct {
    const int64_t *offsets;
    const uint8_t *data;
    size_t size;
} Texts;

/* One text of one ticket; FINE, or why its bits could not be set. */
static int search(Scan *scan, const Texts *texts, size_t at, uint8_t field, int folded) {
    const uint8_t *from = texts->data + texts->offsets[at], *end = texts->data + texts->offsets[at + 1];
    size_t size = 0;
    int state = FINE;
    if (from == end) return FINE;
    if (folded) { /* a normal form: tokens between spaces */
        size = (size_t)(end - from);
        if (!make_room(scan, size + 2 * SLACK)) return NO_MEMORY;
        for (size_t place = 0; place < size; place++) scan->line[place] = from[place] == ' ' ? 0 : from[place];
    } else {
        state = fold(scan, from, end, texts->data + texts->size, &size);
    }
    if (state == FINE && size) {
        scan->field = field;
        look_up(scan, size);
    }
    return state;
}

enum { S_SUBJECTS_AT, S_SUBJECTS, S_BODIES_AT, S_BODIES, S_ROWS, S_PAGES, S_ENTRIES, S_LONGER, S_BITS, S_SLOW, S_MISSING, S_COUNT };

static int sound(const Buffer *offsets, const Buffer *data, size_t count, Texts *texts) {
    if (!has(offsets, count + 1, 8)) return 0;
    texts->offsets = offsets->view.buf;
    texts->data = data->view.buf;
    texts->size = (size_t)data->view.len;
    if (texts->offsets[0] < 0 || texts->offsets[count] > (int64_t)texts->size) return 0;
    for (size_t at = 0; at < count; at++)
        if (texts->offsets[at] > texts->offsets[at + 1]) return 0;
    return 1;
}

/* Sixty-four rows of sixty-four bits, turned: bit i of row j becomes bit j of row i (Warren, Hacker's Delight, 7-3). */
static void turn(uint64_t *rows) {
    uint64_t mask = 0x00000000FFFFFFFFu;
    for (unsigned half = 32; half; half >>= 1, mask ^= mask << half)
        for (unsigned row = 0; row < 64; row = ((row | half) + 1) & ~half) {
            uint64_t swapped = (rows[row] >> half ^ rows[row | half]) & mask;
            rows[row] ^= swapped << half;
            rows[row | half] ^= swapped;
        }
}

typedef struct {
    uint8_t *bits;
    size_t stride, sets, words;     /* words: 64-bit words of the found sets of one ticket */
    uint64_t *found;                /* of sixty-four tickets */
    const int64_t *rows;            /* where each ticket's bits go; NULL: in order */
} Result;

/* The bits of up to sixty-four tickets, the first of which is number `first`, into the rows of their sets. */
static void keep(const Result *result, size_t first, size_t count) {
    for (size_t word = 0; word < result->words; word++) {
        uint64_t block[64] = {0}, any = 0;
        for (size_t at = 0; at < count; at++) any |= block[at] = result->found[at * result->words + word];
        if (!any) continue;
        if (!result->rows) turn(block);
        for (size_t at = 0; at < 64 && !result->rows; at++) {
            size_t set = word * 64 + at;
            if (set >= result->sets || !block[at]) continue;
            uint8_t *place = result->bits + set * result->stride + first / 8;
            for (size_t byte = 0; byte < (count + 7) / 8; byte++) place[byte] |= (uint8_t)(block[at] >> (8 * byte));
        }
        for (size_t at = 0; at < count && result->rows; at++)
            for (uint64_t left = block[at]; left; left &= left - 1) {
                size_t set = word * 64 + lowest(left), row = (size_t)result->rows[first + at];
                result->bits[set * result->stride + row / 8] |= (uint8_t)(1u << (row & 7));
            }
    }
}

static int run(Scan *scan, const Texts *subjects, const Texts *bodies, size_t count, const Result *result, uint8_t *slow, int folded) {
    for (size_t first = 0; first < count; first += 64) {
        size_t now = count - first < 64 ? count - first : 64;
        memset(result->found, 0, now * result->words * sizeof *result->found);
        for (size_t at = 0; at < now; at++) {
            scan->found = result->found + at * result->words;
            int one = search(scan, subjects, first + at, SUBJECT, folded);
            int two = search(scan, bodies, first + at, BODY, folded);
            if (one == NO_MEMORY || two == NO_MEMORY) return 0;
            slow[first + at] = (uint8_t)(one == LEFT_TO_PYTHON || two == LEFT_TO_PYTHON);
        }
        keep(result, first, now);
    }
    return 1;
}

PyDoc_STRVAR(scan_doc,
"scan(trie, texts, stride, folded): set bits of texts = (subject offsets, subject bytes, body offsets, body bytes, rows or an\n"
"empty array, pages, entries, longer entries, bits, slow, missing). Offsets and rows are 64-bit numbers; bits has `stride`\n"
"bytes for each set of phrases, the lowest bit first. With `folded` the texts are normal forms.");

static PyObject *kernel_scan(PyObject *self, PyObject *arguments) {
    PyObject *trie_tuple, *text_tuple;
    Py_ssize_t stride;
    int folded, fine = 0;
    Buffer t[T_COUNT] = {{{0}, 0}}, s[S_COUNT] = {{{0}, 0}};
    Trie trie;
    Texts subjects, bodies;
    Characters characters;
    Scan scan;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OOnp", &trie_tuple, &text_tuple, &stride, &folded)) return NULL;
    memset(&scan, 0, sizeof scan);
    if (!take(trie_tuple, t, T_COUNT, 0) || !trie_of(t, &trie)) goto end;
    if (!take(text_tuple, s, S_COUNT, 1u << S_BITS | 1u << S_SLOW | 1u << S_MISSING)) goto end;
    size_t count = (size_t)s[S_SLOW].view.len, rows = (size_t)s[S_ROWS].view.len / 8, furthest = count;
    Result result = {s[S_BITS].view.buf, (size_t)stride, 0, 0, NULL, rows ? s[S_ROWS].view.buf : NULL};
    for (size_t at = 0; at < trie.target_count; at++)
        if ((trie.targets[at] >> 2) + 1 > result.sets) result.sets = (trie.targets[at] >> 2) + 1;
    result.words = (result.sets + 63) / 64;
    for (size_t at = 0; at < rows; at++)
        if (result.rows[at] < 0) furthest = SIZE_MAX - 7;
        else if ((size_t)result.rows[at] >= furthest) furthest = (size_t)result.rows[at] + 1;
    characters.pages = s[S_PAGES].view.buf;
    characters.entries = s[S_ENTRIES].view.buf;
    characters.longer = s[S_LONGER].view.buf;
    if (!sound(s + S_SUBJECTS_AT, s + S_SUBJECTS, count, &subjects) || !sound(s + S_BODIES_AT, s + S_BODIES, count, &bodies) ||
        (rows && rows != count) || stride < 0 || (furthest + 7) / 8 > (size_t)stride || !has(s + S_BITS, result.sets, (size_t)stride) ||
        !has(s + S_PAGES, PAGES, 4) || !has(s + S_MISSING, PAGES, 1)) {
        PyErr_SetString(PyExc_ValueError, "tables of texts do not fit together");
        goto end;
    }
    scan.characters = &characters;
    scan.trie = &trie;
    scan.missing = s[S_MISSING].view.buf;
    Py_BEGIN_ALLOW_THREADS
    scan.window = (size_t)trie.depth * 2 + WINDOW;
    scan.tokens = malloc((scan.window + 1) * sizeof *scan.tokens);
    scan.beginnings = malloc((scan.window + 1) * sizeof *scan.beginnings);
    result.found = malloc((result.words * 64 + 1) * sizeof *result.found);
    fine = scan.tokens && scan.beginnings && result.found &&
           run(&scan, &subjects, &bodies, count, &result, s[S_SLOW].view.buf, folded);
    free(result.found);
    free(scan.tokens);
    free(scan.beginnings);
    free(scan.line);
    Py_END_ALLOW_THREADS
    if (!fine) PyErr_NoMemory();
end:
    release(t, T_COUNT);
    release(s, S_COUNT);
    if (!fine) return NULL;
    Py_RETURN_NONE;
}

/* ------------------------------------------------------------------------------------------------ lines of bits */

/* Lines of bits as Python hands them over: a sequence of buffers, each of at least so many words of 64 rows. */
typedef struct {
    Buffer *buffers;
    uint64_t **words;
    size_t count, taken;
} Lines;

static void let_go(Lines *lines) {
    if (lines->buffers) release(lines->buffers, lines->taken);
    PyMem_Free(lines->buffers);
    PyMem_Free(lines->words);
}

static int take_lines(PyObject *sequence, size_t words, Lines *lines, int how) {
    PyObject *fast = PySequence_Fast(sequence, "lines are a sequence");
    if (!fast) return 0;
    lines->count = (size_t)PySequence_Fast_GET_SIZE(fast);
    lines->buffers = PyMem_Calloc(lines->count + 1, sizeof *lines->buffers);
    lines->words = PyMem_Calloc(lines->count + 1, sizeof *lines->words);
    int fine = lines->buffers && lines->words;
    if (!fine) PyErr_NoMemory();
    for (size_t at = 0; fine && at < lines->count; at++) {
        Buffer *buffer = lines->buffers + at;
        fine = PyObject_GetBuffer(PySequence_Fast_GET_ITEM(fast, (Py_ssize_t)at), &buffer->view, how) >= 0;
        if (!fine) break;
        buffer->taken = 1;
        lines->taken = at + 1;
        lines->words[at] = buffer->view.buf;
        fine = (size_t)buffer->view.len >= words * 8;
        if (!fine) PyErr_SetString(PyExc_ValueError, "lines are too short");
    }
    Py_DECREF(fast);
    return fine;
}

/* Pairs of row and number in growing memory. */
typedef struct {
    int32_t *rows, *numbers;
    size_t count, room;
} Pairs;

static int add_pairs(Pairs *pairs, size_t more) {
    if (pairs->count + more <= pairs->room) return 1;
    size_t room = (pairs->count + more) * 2 + 1024;
    int32_t *rows = realloc(pairs->rows, room * sizeof *rows);
    if (rows) pairs->rows = rows;
    int32_t *numbers = realloc(pairs->numbers, room * sizeof *numbers);
    if (numbers) pairs->numbers = numbers;
    if (!rows || !numbers) return 0;
    pairs->room = room;
    return 1;
}

/* Sixty-four rows of some lines, the word of which is words[line * apart], as pairs, row by row. */
static int pairs_of(Pairs *pairs, const uint64_t *words, size_t apart, size_t lines, size_t first_row, uint64_t *turned) {
    size_t groups = (lines + 63) / 64;
    for (size_t group = 0; group < groups; group++) {
        uint64_t *block = turned + group * 64, any = 0;
        for (size_t at = 0; at < 64; at++) {
            size_t line = group * 64 + at;
            any |= block[at] = line < lines ? words[line * apart] : 0;
        }
        if (any) turn(block);
    }
    for (size_t at = 0; at < 64; at++) {
        if (!add_pairs(pairs, lines)) return 0;
        for (size_t group = 0; group < groups; group++)
            for (uint64_t left = turned[group * 64 + at]; left; left &= left - 1) {
                pairs->rows[pairs->count] = (int32_t)(first_row + at);
                pairs->numbers[pairs->count++] = (int32_t)(group * 64 + lowest(left));
            }
    }
    return 1;
}

static PyObject *told(const Pairs *pairs, int fine) {
    PyObject *found = NULL;
    Py_ssize_t size = (Py_ssize_t)(pairs->count * sizeof(int32_t));
    if (!fine) PyErr_NoMemory();
    else found = Py_BuildValue("y#y#", pairs->rows ? (char *)pairs->rows : "", size, pairs->numbers ? (char *)pairs->numbers : "", size);
    free(pairs->rows);
    free(pairs->numbers);
    return found;
}

PyDoc_STRVAR(pairs_doc, "pairs(lines, rows) -> (rows, numbers): which lines have a bit for a row, row by row; 32-bit numbers.");

static PyObject *kernel_pairs(PyObject *self, PyObject *arguments) {
    PyObject *sequence;
    Py_ssize_t rows;
    Lines lines = {0};
    Pairs pairs = {0};
    (void)self;
    if (!PyArg_ParseTuple(arguments, "On", &sequence, &rows)) return NULL;
    size_t words = rows > 0 ? ((size_t)rows + 63) / 64 : 0;
    if (rows > INT32_MAX - 64 || !take_lines(sequence, words, &lines, PyBUF_CONTIG_RO)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "too many rows");
        let_go(&lines);
        return NULL;
    }
    int fine;
    Py_BEGIN_ALLOW_THREADS
    uint64_t *gathered = malloc((lines.count + 1) * 8), *turned = malloc((lines.count + 64) / 64 * 64 * 8 + 512);
    fine = gathered && turned;
    for (size_t word = 0; fine && word < words; word++) {
        for (size_t line = 0; line < lines.count; line++) gathered[line] = lines.words[line][word];
        fine = pairs_of(&pairs, gathered, 1, lines.count, word * 64, turned);
    }
    free(gathered);
    free(turned);
    Py_END_ALLOW_THREADS
    let_go(&lines);
    return told(&pairs, fine);
}

PyDoc_STRVAR(pick_doc,
"pick(masks, codes, lines): line i gets a bit for each row whose code's mask (64 bits) has bit i; lines are written over.");

static PyObject *kernel_pick(PyObject *self, PyObject *arguments) {
    PyObject *mask_object, *code_object, *sequence;
    Lines lines = {0};
    Buffer masks = {{0}, 0}, codes = {{0}, 0};
    int fine = 0;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OOO", &mask_object, &code_object, &sequence)) return NULL;
    if (PyObject_GetBuffer(mask_object, &masks.view, PyBUF_CONTIG_RO) < 0) return NULL;
    masks.taken = 1;
    if (PyObject_GetBuffer(code_object, &codes.view, PyBUF_CONTIG_RO) < 0) goto end;
    codes.taken = 1;
    size_t rows = (size_t)codes.view.len / 4, known = (size_t)masks.view.len / 8, words = (rows + 63) / 64;
    if (!take_lines(sequence, words, &lines, PyBUF_CONTIG)) goto end;
    const uint64_t *mask = masks.view.buf;
    const uint32_t *code = codes.view.buf;
    uint32_t highest = 0;
    for (size_t row = 0; row < rows; row++) highest = code[row] > highest ? code[row] : highest;
    if ((rows && highest >= known) || lines.count > 64) {
        PyErr_SetString(PyExc_ValueError, "masks do not fit the codes");
        goto end;
    }
    Py_BEGIN_ALLOW_THREADS
    for (size_t word = 0; word < words; word++) {
        uint64_t block[64] = {0};
        size_t now = rows - word * 64 < 64 ? rows - word * 64 : 64;
        for (size_t at = 0; at < now; at++) block[at] = mask[code[word * 64 + at]];
        turn(block);
        for (size_t line = 0; line < lines.count; line++) lines.words[line][word] = block[line];
    }
    Py_END_ALLOW_THREADS
    fine = 1;
end:
    let_go(&lines);
    release(&masks, 1);
    release(&codes, 1);
    if (!fine) return NULL;
    Py_RETURN_NONE;
}

PyDoc_STRVAR(spread_doc, "spread(rows, numbers, lines): set the bit of each row in the line of its number.");

static PyObject *kernel_spread(PyObject *self, PyObject *arguments) {
    PyObject *row_object, *number_object, *sequence;
    Lines lines = {0};
    Buffer rows = {{0}, 0}, numbers = {{0}, 0};
    int fine = 0;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OOO", &row_object, &number_object, &sequence)) return NULL;
    if (PyObject_GetBuffer(row_object, &rows.view, PyBUF_CONTIG_RO) < 0) return NULL;
    rows.taken = 1;
    if (PyObject_GetBuffer(number_object, &numbers.view, PyBUF_CONTIG_RO) < 0) goto end;
    numbers.taken = 1;
    size_t count = (size_t)rows.view.len / 4;
    const uint32_t *row = rows.view.buf, *number = numbers.view.buf;
    uint32_t highest = 0;
    for (size_t at = 0; at < count; at++) highest = row[at] > highest ? row[at] : highest;
    if (!take_lines(sequence, count ? (size_t)highest / 64 + 1 : 0, &lines, PyBUF_CONTIG)) goto end;
    fine = has(&numbers, count, 4);
    for (size_t at = 0; fine && at < count; at++) fine = number[at] < lines.count;
    if (!fine) PyErr_SetString(PyExc_ValueError, "numbers do not fit the lines");
    for (size_t at = 0; fine && at < count; at++) lines.words[number[at]][row[at] / 64] |= (uint64_t)1 << (row[at] & 63);
end:
    let_go(&lines);
    release(&rows, 1);
    release(&numbers, 1);
    if (!fine) return NULL;
    Py_RETURN_NONE;
}

PyDoc_STRVAR(texts_doc,
"texts(codes, offsets, data) -> (offsets, data): the texts of these codes one after the other; a text may be read sixteen bytes\n"
"past its end. Offsets are 32-bit numbers.");

static PyObject *kernel_texts(PyObject *self, PyObject *tuple) {
    Buffer b[3] = {{{0}, 0}};
    PyObject *answer = NULL, *places = NULL, *joined = NULL;
    (void)self;
    if (!take(tuple, b, 3, 0)) goto end;
    size_t count = (size_t)b[0].view.len / 4, known = (size_t)b[1].view.len / 4;
    const uint32_t *codes = b[0].view.buf;
    const int32_t *offsets = b[1].view.buf;
    uint64_t total = 0;
    int fine = known > 0 && offsets[0] >= 0 && (size_t)offsets[known - 1] + 16 <= (size_t)b[2].view.len;
    for (size_t at = 0; fine && at + 1 < known; at++) fine = offsets[at] <= offsets[at + 1];
    for (size_t at = 0; fine && at < count; at++) {
        fine = (size_t)codes[at] + 1 < known;
        if (fine) total += (uint64_t)(offsets[codes[at] + 1] - offsets[codes[at]]);
    }
    if (!fine || total > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "texts do not fit the codes");
        goto end;
    }
    places = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)((count + 1) * 4));
    joined = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)total);
    if (!places || !joined) goto end;
    const uint8_t *data = b[2].view.buf;
    uint8_t *begin = (uint8_t *)PyBytes_AS_STRING(joined), *out = begin, *place = (uint8_t *)PyBytes_AS_STRING(places);
    Py_BEGIN_ALLOW_THREADS
    for (size_t at = 0; at <= count; at++) {
        int32_t offset = (int32_t)(out - begin);
        memcpy(place + at * 4, &offset, 4);
        if (at == count) break;
        size_t size = (size_t)(offsets[codes[at] + 1] - offsets[codes[at]]);
        if (size <= 16 && total - (size_t)offset >= 16) memcpy(out, data + offsets[codes[at]], 16);
        else memcpy(out, data + offsets[codes[at]], size);
        out += size;
    }
    Py_END_ALLOW_THREADS
    answer = PyTuple_Pack(2, places, joined);
end:
    Py_XDECREF(places);
    Py_XDECREF(joined);
    release(b, 3);
    return answer;
}

/* ------------------------------------------------------------------------------------------------------- rules */

enum { BLOCK = 8, DEEPEST = 200 };  /* words judged together: one cache line of each line of bits */
enum { ALWAYS, LINE, NOT, EVERY, SOME };

typedef struct {
    const int32_t *code;    /* conditions as trees: ALWAYS · LINE number · NOT part · EVERY end parts · SOME end parts */
    uint64_t *const *lines;
    size_t word;
} Judge;

static int any_of(const uint64_t *words) {
    uint64_t any = 0;
    for (int at = 0; at < BLOCK; at++) any |= words[at];
    return any != 0;
}

/* Those of the rows for which the condition at `place` holds, into `rows`; where the next condition is. */
static int32_t holding(const Judge *judge, int32_t place, uint64_t *rows) {
    const int32_t *code = judge->code;
    uint64_t part[BLOCK], found[BLOCK] = {0};
    int32_t end;
    switch (code[place]) {
    case LINE: {
        const uint64_t *line = judge->lines[code[place + 1]] + judge->word;
        for (int at = 0; at < BLOCK; at++) rows[at] &= line[at];
        return place + 2;
    }
    case NOT:
        memcpy(part, rows, sizeof part);
        end = holding(judge, place + 1, part);
        for (int at = 0; at < BLOCK; at++) rows[at] &= ~part[at];
        return end;
    case EVERY:
        end = code[place + 1];
        for (place += 2; place < end && any_of(rows);) place = holding(judge, place, rows);
        return end;
    case SOME:
        end = code[place + 1];
        for (place += 2; place < end;) {
            for (int at = 0; at < BLOCK; at++) part[at] = rows[at] & ~found[at];
            if (!any_of(part)) break;
            place = holding(judge, place, part);
            for (int at = 0; at < BLOCK; at++) found[at] |= part[at];
        }
        memcpy(rows, found, sizeof found);
        return end;
    default:
        return place + 1;
    }
}

/* Where the condition at `place` ends, or -1 where the code is no condition. */
static int32_t sound_code(const int32_t *code, int32_t place, int32_t size, size_t lines, int depth) {
    if (place >= size || depth > DEEPEST) return -1;
    if (code[place] == ALWAYS) return place + 1;
    if (code[place] == NOT) return sound_code(code, place + 1, size, lines, depth + 1);
    if (place + 1 >= size) return -1;
    if (code[place] == LINE) return code[place + 1] >= 0 && (size_t)code[place + 1] < lines ? place + 2 : -1;
    if (code[place] != EVERY && code[place] != SOME) return -1;
    int32_t end = code[place + 1], part = place + 2;
    while (part >= 0 && part < end) part = sound_code(code, part, size, lines, depth + 1);
    return part == end ? end : -1;
}

/* The first rule of every row, or all of them as pairs. */
static int judge_rows(Judge *judge, const int32_t *begins, size_t rules, size_t rows, int32_t *firsts, Pairs *pairs) {
    uint64_t *found = NULL, *turned = NULL;
    int fine = 1;
    if (!firsts) {
        found = malloc((rules + 1) * BLOCK * sizeof *found);
        turned = malloc((rules + 64) / 64 * 64 * 8 + 512);
        fine = found && turned;
    }
    for (size_t first = 0; fine && first < rows; first += 64 * BLOCK) {
        uint64_t left[BLOCK];
        judge->word = first / 64;
        for (size_t at = 0; at < BLOCK; at++) {
            size_t begin = first + at * 64;
            left[at] = begin + 64 <= rows ? ~(uint64_t)0 : begin < rows ? ((uint64_t)1 << (rows - begin)) - 1 : 0;
        }
        for (size_t rule = 0; rule < rules; rule++) {
            uint64_t own[BLOCK], *holds = firsts ? own : found + rule * BLOCK;
            memcpy(holds, left, sizeof left);
            holding(judge, begins[rule], holds);
            if (!firsts || !any_of(holds)) continue;
            for (size_t at = 0; at < BLOCK; at++) {
                left[at] &= ~holds[at];
                for (uint64_t rest = holds[at]; rest; rest &= rest - 1) firsts[first + at * 64 + lowest(rest)] = (int32_t)rule;
            }
            if (!any_of(left)) break;
        }
        for (size_t at = 0; fine && !firsts && at < BLOCK && first + at * 64 < rows; at++)
            fine = pairs_of(pairs, found + at, BLOCK, rules, first + at * 64, turned);
    }
    free(found);
    free(turned);
    return fine;
}

PyDoc_STRVAR(judge_doc,
"judge(code, begins, lines, rows, firsts): the conditions of rules over lines of bits. firsts, an array of 32-bit numbers that\n"
"holds -1, gets the number of each row's first rule; with None the answer is (rows, numbers) of all rules, row by row.");

static PyObject *kernel_judge(PyObject *self, PyObject *arguments) {
    PyObject *code_object, *begin_object, *sequence, *first_object, *answer = NULL;
    Py_ssize_t rows;
    Lines lines = {0};
    Pairs pairs = {0};
    Buffer b[3] = {{{0}, 0}};
    int fine;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OOOnO", &code_object, &begin_object, &sequence, &rows, &first_object)) return NULL;
    if (PyObject_GetBuffer(code_object, &b[0].view, PyBUF_CONTIG_RO) < 0) goto end;
    b[0].taken = 1;
    if (PyObject_GetBuffer(begin_object, &b[1].view, PyBUF_CONTIG_RO) < 0) goto end;
    b[1].taken = 1;
    if (first_object != Py_None) {
        if (PyObject_GetBuffer(first_object, &b[2].view, PyBUF_CONTIG) < 0) goto end;
        b[2].taken = 1;
    }
    size_t rules = (size_t)b[1].view.len / 4;
    const int32_t *code = b[0].view.buf, *begins = b[1].view.buf;
    fine = rows >= 0 && rows <= INT32_MAX - 1024 && b[0].view.len / 4 < INT32_MAX && (!b[2].taken || has(b + 2, (size_t)rows, 4));
    size_t words = fine ? ((size_t)rows + 64 * BLOCK - 1) / (64 * BLOCK) * BLOCK : 0;
    if (fine && !take_lines(sequence, words, &lines, PyBUF_CONTIG_RO)) goto end;
    for (size_t rule = 0; fine && rule < rules; rule++)
        fine = begins[rule] >= 0 && sound_code(code, begins[rule], (int32_t)(b[0].view.len / 4), lines.count, 0) >= 0;
    if (!fine) {
        PyErr_SetString(PyExc_ValueError, "rules do not fit the lines");
        goto end;
    }
    Judge judge = {code, lines.words, 0};
    Py_BEGIN_ALLOW_THREADS
    fine = judge_rows(&judge, begins, rules, (size_t)rows, b[2].taken ? b[2].view.buf : NULL, &pairs);
    Py_END_ALLOW_THREADS
    if (!b[2].taken) answer = told(&pairs, fine);
    else if (fine) answer = Py_NewRef(Py_None);
    else PyErr_NoMemory();
end:
    let_go(&lines);
    release(b, 3);
    return answer;
}

PyDoc_STRVAR(form_doc,
"form(text, pages, entries, longer, missing) -> bytes: the tokens of one text (UTF-8), each with a space behind it. None where\n"
"Python must tell, or where `missing` now names pages to make.");

static PyObject *kernel_form(PyObject *self, PyObject *tuple) {
    Buffer b[5] = {{{0}, 0}};
    Characters characters;
    Scan scan;
    PyObject *made = NULL;
    size_t size = 0, kept = 0;
    int state = NO_MEMORY;
    (void)self;
    memset(&scan, 0, sizeof scan);
    if (!take(tuple, b, 5, 1u << 4)) goto end;
    if (!has(b + 1, PAGES, 4) || !has(b + 4, PAGES, 1)) {
        PyErr_SetString(PyExc_ValueError, "tables of texts do not fit together");
        goto end;
    }
    characters.pages = b[1].view.buf;
    characters.entries = b[2].view.buf;
    characters.longer = b[3].view.buf;
    scan.characters = &characters;
    scan.missing = b[4].view.buf;
    const uint8_t *from = b[0].view.buf, *to = from + b[0].view.len;
    state = fold(&scan, from, to, to, &size);
    if (state == NO_MEMORY) PyErr_NoMemory();
    if (state == FINE) {
        for (size_t at = 0; at < size; at++) /* several breaks are one, and none comes first */
            if (scan.line[at] || (kept && scan.line[kept - 1] != ' ')) scan.line[kept++] = scan.line[at] ? scan.line[at] : ' ';
        if (kept && scan.line[kept - 1] != ' ') scan.line[kept++] = ' ';
        made = PyBytes_FromStringAndSize((const char *)scan.line, (Py_ssize_t)kept);
    }
end:
    free(scan.line);
    release(b, 5);
    if (!made && !PyErr_Occurred()) Py_RETURN_NONE;
    return made;
}

static PyMethodDef METHODS[] = {
    {"index", (PyCFunction)kernel_index, METH_O, index_doc},
    {"scan", (PyCFunction)kernel_scan, METH_VARARGS, scan_doc},
    {"form", (PyCFunction)kernel_form, METH_O, form_doc},
    {"pick", (PyCFunction)kernel_pick, METH_VARARGS, pick_doc},
    {"spread", (PyCFunction)kernel_spread, METH_VARARGS, spread_doc},
    {"pairs", (PyCFunction)kernel_pairs, METH_VARARGS, pairs_doc},
    {"texts", (PyCFunction)kernel_texts, METH_O, texts_doc},
    {"judge", (PyCFunction)kernel_judge, METH_VARARGS, judge_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_kernel", "The compiled phrase scan; phrases.py is its one caller.", 0, METHODS, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModule_Create(&MODULE); }
