# What bench/run and bench/profile share: the two servers, the sink, the generator, the measures, and cleaning up.
# To be sourced by bash, with `here` (the checkout) set.
# shellcheck shell=bash disable=SC2034,SC2154

set -euo pipefail
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin

sessions=20 keep=-d parent=${TMPDIR:-/tmp}
pids=() sink_pid=''
password=only-for-the-bench

require() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || { echo "$program is missing: apt-get install postfix" >&2; exit 1; }
    done
    [ "$(id -u)" -eq 0 ] || { echo "Postfix and its smtp-sink start as root only." >&2; exit 1; }
}

# The folder of this run, and that nothing of it stays behind, however it ends.
begin() {
    folder=$(mktemp -d "$parent/maillon-bench.XXXXXX")
    whole=$folder
    chmod 755 "$folder"
    trap clean_up EXIT
    trap 'exit 130' INT TERM
    postfix_port=$(free_port) sink_port=$(free_port) maillon_port=$(free_port) pop3_port=$(free_port)
}

stop_servers() {
    local pid
    if [ -d "$folder/postfix/etc" ]; then postfix -c "$folder/postfix/etc" stop >/dev/null 2>&1 || true; fi
    if [ -n "$sink_pid" ]; then stop_sink; fi
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    pids=()
}

clean_up() {
    trap '' INT TERM
    stop_servers
    rm -rf "$whole"
}

now() { echo "${EPOCHREALTIME/./}"; }

free_port() {
    local port
    while port=$((20000 + RANDOM % 12000)); do
        if ! (exec 9<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
    done
}

# await SECONDS COMMAND…: until it succeeds. It looks fifty times a second, for that much is what a figure may be wrong by.
await() {
    local until=$((SECONDS + $1))
    shift
    while ! "$@"; do
        if [ $SECONDS -ge $until ]; then echo "waited too long for: $*" >&2; return 1; fi
        sleep 0.02
    done
}

greets() {
    local line
    { exec 8<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    read -r -t 5 line <&8 || line=
    exec 8>&-
    [[ $line == 220* ]]
}

# The processor time of a process and of all below it, user and system, in microseconds. A child that has ended counts in its
# parent's cutime, so nothing is lost between two readings.
processor_time() { # PID
    cat /proc/[0-9]*/stat 2>/dev/null | sed -E 's/^([0-9]+) \(.*\) /\1 /' | awk -v root="$1" -v hertz="$(getconf CLK_TCK)" '
        { parent[$1] = $3; ticks[$1] = $13 + $14 + $15 + $16 }
        END {
            for (pid in ticks) {
                for (above = pid; above in parent && above != root; above = parent[above]) { }
                if (above == root) sum += ticks[pid]
            }
            printf "%.0f\n", sum * 1000000 / hertz
        }' || true
}

# Postfix: stock settings of the package, but for what names its folders, ports and the three destinations.

start_postfix() {
    local base=$folder/postfix nobody
    nobody=$(id -u nobody)
    mkdir -p "$base"/{etc,spool,data,mail}
    chown postfix "$base/data"
    chown nobody "$base/mail"
    cat >"$base/etc/main.cf" <<EOF
compatibility_level = 3.6
queue_directory = $base/spool
data_directory = $base/data
maillog_file = $base/log
maillog_file_prefixes = $base
myhostname = postfix.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
transport_maps = inline:{discard.test=discard:, sink.test=smtp:[127.0.0.1]:$sink_port}
virtual_mailbox_domains = here.test
virtual_mailbox_base = $base/mail
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:$nobody
virtual_gid_maps = static:$(id -g nobody)
EOF
    # The package's own services, without chroot; the public one on our port instead of 25.
    sed -E -e "s/^smtp +inet .*/127.0.0.1:$postfix_port inet n - n - - smtpd/" \
        -e '/^[a-z]/s/^([a-z0-9.:-]+ +(unix|unix-dgram|inet|pass|fifo) +[^ ]+ +[^ ]+) +y /\1 n /' \
        "$(postconf -h config_directory)/master.cf" >"$base/etc/master.cf"
    postfix -c "$base/etc" start >"$base/console" 2>&1 || { cat "$base/console" >&2; return 1; }
    await 60 greets "$postfix_port"
}

postfix_pid() { tr -d ' ' <"$folder/postfix/spool/pid/master.pid"; }

postfix_is_empty() {
    [ -z "$(find "$folder"/postfix/spool/{maildrop,incoming,active,deferred,hold} -type f -print -quit 2>/dev/null)" ]
}

postfix_stored() { find "$folder/postfix/mail/box/new" -type f 2>/dev/null | wc -l; }
postfix_forget_mail() { rm -rf "$folder/postfix/mail/box"; }

# Maillon: a fresh data folder, three routes, one account.

maillon() { "$here/maillon" "$@" --config "$folder/maillon/maillon.toml"; }

start_maillon() {
    local base=$folder/maillon
    mkdir -p "$base"
    cat >"$base/maillon.toml" <<EOF
host-name = "maillon.test"
demo = false

[[listener]]
protocol = "smtp"
address = "127.0.0.1"
port = $maillon_port

[[listener]]
protocol = "pop3"
address = "127.0.0.1"
port = $pop3_port

[[route]]
domain = "discard.test"
via = "discard"

[[route]]
domain = "sink.test"
via = "smtp://127.0.0.1:$sink_port"
EOF
    "$here/maillon" version >"$base/log" 2>&1 || { cat "$base/log" >&2; return 1; } # builds it where that must be
    # The script ends in an exec: its process is the server's.
    "$here/maillon" serve --config "$base/maillon.toml" >"$base/log" 2>&1 &
    maillon_process=$!
    pids+=("$maillon_process")
    await 300 greets "$maillon_port" || { cat "$base/log" >&2; return 1; }
    maillon domain add here.test >"$base/console"
    printf '%s\n' "$password" | maillon account add anna@here.test --quota 1000GiB --password-stdin >>"$base/console"
}

maillon_pid() { echo "$maillon_process"; }

# Asking the program costs a JVM's start: it is asked only when the measure is over.
maillon_is_empty() { maillon queue summary --json | grep -Eq '"messages" *: *0\b'; }

# pop3 COMMAND…: the answer to the last one.
pop3() {
    local line command
    exec 7<>"/dev/tcp/127.0.0.1/$pop3_port"
    read -r -t 30 line <&7
    for command in "USER anna@here.test" "PASS $password" "$@"; do
        printf '%s\r\n' "$command" >&7
        read -r -t 30 line <&7
    done
    printf '%s\n' "${line%$'\r'}"
    printf 'QUIT\r\n' >&7
    read -r -t 60 line <&7
    exec 7>&-
}

maillon_stored() { pop3 STAT | awk '$1 == "+OK" { print $2; found = 1 } END { if (!found) print 0 }'; }

maillon_forget_mail() {
    local number deletions=()
    for ((number = $(maillon_stored); number > 0; number--)); do deletions+=("DELE $number"); done
    if [ ${#deletions[@]} -gt 0 ]; then pop3 "${deletions[@]}" >/dev/null; fi
}

# The generator and the sink: Postfix's own, the same for both.

source_mail() { # PORT SESSIONS COUNT OCTETS RECIPIENT
    smtp-source $keep -s "$2" -m "$3" -l "$4" -f anna@here.test -t "$5" "127.0.0.1:$1" 2>&1 | sed 's/^/  smtp-source: /' >&2
}

start_sink() {
    smtp-sink -c -u nobody "127.0.0.1:$sink_port" 1000 >"$folder/sink" 2>&1 &
    sink_pid=$!
    await 10 greets "$sink_port"
}

stop_sink() {
    kill "$sink_pid" 2>/dev/null || true
    wait "$sink_pid" 2>/dev/null || true
    sink_pid=''
}

sunk() { tail -c 200 "$folder/sink" | tr '\r' '\n' | sed -nE 's/.*mesg=([0-9]+).*/\1/p' | tail -n 1; }

has_sunk() {
    local count
    count=$(sunk)
    [ "${count:-0}" -ge "$1" ]
}

# The measures: each sets `took`, in microseconds, and relay sets `worked` too, the server's processor time.

accept() { # SERVER SESSIONS COUNT OCTETS
    local server=$1 port=${1}_port from
    from=$(now)
    source_mail "${!port}" "$2" "$3" "$4" "someone@discard.test"
    took=$(($(now) - from))
    await 600 "${server}_is_empty"
}

relay() { # SERVER SESSIONS COUNT OCTETS
    local server=$1 port=${1}_port from pid worked_before
    start_sink
    pid=$("${server}_pid")
    worked_before=$(processor_time "$pid")
    from=$(now)
    source_mail "${!port}" "$2" "$3" "$4" "someone@sink.test"
    await 600 has_sunk "$3"
    took=$(($(now) - from))
    await 600 "${server}_is_empty"
    worked=$(($(processor_time "$pid") - worked_before))
    stop_sink
}

# Postfix's queue is empty when its folders are; Maillon's mail is in the mailbox when POP3 counts it.
has_stored() { [ "$("${1}_stored")" -ge "$2" ]; }
postfix_has_stored() { postfix_is_empty; }
maillon_has_stored() { has_stored maillon "$1"; }

store() { # SERVER SESSIONS COUNT OCTETS
    local server=$1 port=${1}_port from
    "${server}_forget_mail"
    from=$(now)
    source_mail "${!port}" "$2" "$3" "$4" "anna@here.test"
    await 600 "${server}_has_stored" "$3"
    took=$(($(now) - from))
    await 600 "${server}_is_empty"
    has_stored "$server" "$3" || { echo "$server lost mail: $("${server}_stored") of $3" >&2; return 1; }
}

# Straight into the sink, which stores nothing: what the generator, the sink and this machine can do at all.
straight() { # SESSIONS COUNT OCTETS
    local from
    start_sink
    from=$(now)
    source_mail "$sink_port" "$1" "$2" "$3" "someone@sink.test"
    took=$(($(now) - from))
    stop_sink
}

rate() { # COUNT: messages per second, of what was measured last
    awk -v n="$1" -v t="$took" 'BEGIN { printf "%.0f\n", n * 1000000 / t }'
}

each() { # COUNT MICROSECONDS
    awk -v n="$1" -v t="$2" 'BEGIN { printf "%.1f\n", t / n }'
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
