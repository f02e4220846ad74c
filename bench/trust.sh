# The rows of bench/run that are about trust: submission with TLS, AUTH and a DKIM signature, beside Postfix with opendkim as
# its milter; and mail from strangers with SPF, DKIM and DMARC verified, beside Postfix with opendkim and opendmarc. To be
# sourced behind bench/lib.sh. Both servers get an instance of their own for these rows.
# shellcheck shell=bash disable=SC2034,SC2154

per_connection=50 dns_address=127.0.0.53

require_trust() {
    local program needed="openssl knotd java"
    if [[ " $servers " == *" postfix "* ]]; then needed+=" opendkim opendmarc saslpasswd2"; fi
    for program in $needed; do
        command -v "$program" >/dev/null || {
            echo "$program is missing: apt-get install opendkim opendmarc sasl2-bin libsasl2-modules libsasl2-modules-db openssl knot" >&2
            exit 1
        }
    done
}

# One certificate, and one RSA-2048 key for each purpose, for both servers.
make_keys() {
    local base=$folder/keys
    mkdir -p "$base"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bench.test -addext subjectAltName=DNS:bench.test \
        -keyout "$base/tls.key" -out "$base/tls.pem" 2>/dev/null
    openssl genrsa -out "$base/dkim.key" 2048 2>/dev/null
    dkim_record="v=DKIM1; k=rsa; p=$(openssl rsa -in "$base/dkim.key" -pubout -outform DER 2>/dev/null | base64 -w 0)"
}

# What both ask: a server of our own at the one place where resolv.conf can point.
start_dns() {
    local base=$folder/knot
    mkdir -p "$base"
    cat >"$base/zone" <<ZONE
\$ORIGIN test.
\$TTL 3600
@ SOA ns.test. root.test. 1 3600 600 86400 60
@ NS ns.test.
ns A $dns_address
sender A 127.0.0.1
sender MX 10 sender
sender TXT "v=spf1 ip4:127.0.0.1 -all"
_dmarc.sender TXT "v=DMARC1; p=reject"
bench._domainkey.sender TXT $(split_text "$dkim_record")
here A 127.0.0.1
here MX 10 here
bench._domainkey.here TXT $(split_text "$dkim_record")
ZONE
    cat >"$base/knot.conf" <<CONF
server:
    listen: $dns_address@53
    rundir: $base
database:
    storage: $base
zone:
  - domain: test
    file: $base/zone
    zonefile-sync: -1
CONF
    echo "nameserver $dns_address" >"$base/resolv.conf"
    knotd -c "$base/knot.conf" >"$base/log" 2>&1 &
    pids+=("$!")
    await 20 answers_dns
}

split_text() { fold -w 200 <<<"$1" | sed 's/.*/"&"/' | tr '\n' ' '; }

answers_dns() { (exec 9<>"/dev/tcp/$dns_address/53") 2>/dev/null; }

# A program that sees our resolv.conf instead of the machine's: in place of the (sub)shell that calls it.
exec_with_our_dns() {
    exec unshare -m sh -c "mount --bind '$folder/knot/resolv.conf' /etc/resolv.conf && exec \"\$@\"" sh "$@"
}

# A message as sender.test signs it: in the form that simple canonicalization leaves as it is (RFC 6376 §3.4.1, §3.4.3).
make_signed_message() { # OCTETS
    local base=$folder/signed body_hash field signature
    mkdir -p "$base"
    printf 'From: <bea@sender.test>\r\nTo: <someone@discard.test>\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n' >"$base/head"
    printf 'Message-ID: <1@sender.test>\r\nSubject: a message to be verified\r\n' >>"$base/head"
    awk -v most="$1" 'BEGIN {
        line = "Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy\r\n"
        for (size = 0; size < most; size += length(line)) printf "%s", line
    }' >"$base/body"
    body_hash=$(openssl dgst -sha256 -binary "$base/body" | base64 -w 0)
    field="DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=sender.test; s=bench; h=From:To:Date:Message-ID:Subject; bh=$body_hash; b="
    signature=$({ cat "$base/head"; printf '%s' "$field"; } | openssl dgst -sha256 -sign "$folder/keys/dkim.key" | base64 -w 0)
    { printf '%s%s\r\n' "$field" "$signature"; cat "$base/head"; printf '\r\n'; cat "$base/body"; } | tr -d '\r' >"$base/message"
}

# Postfix, opendkim and opendmarc.

start_trust_postfix() {
    local base=$folder/postfix milters=$folder/milters
    mkdir -p "$milters"
    start_postfix
    cat >>"$base/etc/main.cf" <<CONF
smtpd_tls_cert_file = $folder/keys/tls.pem
smtpd_tls_key_file = $folder/keys/tls.key
cyrus_sasl_config_path = $base/sasl
relay_domains = discard.test
CONF
    mkdir -p "$base/sasl"
    printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN\n' >"$base/sasl/smtpd.conf"
    printf '%s' "$password" | saslpasswd2 -p -c -f "$base/sasl/db" -u here.test anna
    chown postfix "$base/sasl/db"
    cat >>"$base/etc/master.cf" <<CONF
127.0.0.1:$postfix_submission inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes -o smtpd_milters=unix:$milters/sign
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject -o milter_macro_daemon_name=ORIGINATING
127.0.0.1:$postfix_inbound inet n - n - - smtpd
  -o smtpd_milters=unix:$milters/verify,unix:$milters/dmarc -o mynetworks=192.0.2.1
CONF
    printf 'Mode s\nRequireSafeKeys no\nDomain here.test\nSelector bench\nKeyFile %s\nUMask 000\nSyslog no\n' "$folder/keys/dkim.key" >"$milters/sign.conf"
    printf 'Mode v\nUMask 000\nSyslog no\nAuthservID postfix.test\nInternalHosts 192.0.2.1\nTestDNSData file:%s\n' \
        "$milters/records" >"$milters/verify.conf"
    # Its resolver, libunbound, lets it crash under load: it reads the one key from a file, which is quicker still.
    echo "bench._domainkey.sender.test $dkim_record" >"$milters/records"
    printf 'AuthservID postfix.test\nTrustedAuthservIDs postfix.test\nSPFSelfValidate true\nSPFIgnoreResults true\nIgnoreHosts /dev/null\nUMask 000\nSyslog false\n' >"$milters/dmarc.conf"
    opendkim -f -x "$milters/sign.conf" -p "local:$milters/sign" >"$milters/sign.log" 2>&1 &
    milter_pids=("$!")
    opendkim -f -x "$milters/verify.conf" -p "local:$milters/verify" >"$milters/verify.log" 2>&1 &
    milter_pids+=("$!")
    exec_with_our_dns opendmarc -f -c "$milters/dmarc.conf" -p "local:$milters/dmarc" >"$milters/dmarc.log" 2>&1 &
    milter_pids+=("$!")
    pids+=("${milter_pids[@]}")
    await 20 test -S "$milters/sign"
    await 20 test -S "$milters/verify"
    await 20 test -S "$milters/dmarc"
    # The database of passwords is read at a fixed place.
    postfix -c "$base/etc" stop >>"$base/console" 2>&1
    unshare -m sh -c "mount --bind '$base/sasl/db' /etc/sasldb2 && postfix -c '$base/etc' start" >>"$base/console" 2>&1
    await 60 greets "$postfix_inbound"
}

# The processor time of Postfix and of its milters.
postfix_worked() {
    local pid sum
    sum=$(processor_time "$(postfix_pid)")
    for pid in "${milter_pids[@]}"; do sum=$((sum + $(processor_time "$pid"))); done
    echo "$sum"
}

# Maillon: the same keys, what its defaults ask of strangers and do for its users; 127.0.0.1 is a stranger there. Its limits
# are set higher than a run sends; they are counted all the same.

start_trust_maillon() {
    local base=$folder/maillon
    mkdir -p "$base"
    cat >"$base/maillon.toml" <<CONF
host-name = "maillon.test"
demo = false

[submit]
relay-from = ["192.0.2.1"]

[limits]
messages-per-hour = 100000000
messages-per-day = 100000000
stranger-messages-per-minute = 100000000

[dns]
servers = ["$dns_address"]

[dkim-signing]
check-dns = false

[[certificate]]
chain = "$folder/keys/tls.pem"
key = "$folder/keys/tls.key"

[[listener]]
protocol = "smtp"
address = "127.0.0.1"
port = $maillon_inbound

[[listener]]
protocol = "smtp"
role = "submission"
tls = "implicit"
address = "127.0.0.1"
port = $maillon_submission

[[route]]
domain = "discard.test"
via = "discard"
accept-from = "anyone"
CONF
    "$here/maillon" serve --config "$base/maillon.toml" >"$base/log" 2>&1 &
    maillon_process=$!
    pids+=("$maillon_process")
    await 300 greets "$maillon_inbound" || { cat "$base/log" >&2; return 1; }
    maillon domain add here.test >"$base/console"
    maillon domain key add here.test --selector bench >>"$base/console"
    printf '%s\n' "$password" | maillon account add anna@here.test --quota 1000GiB --password-stdin >>"$base/console"
}

maillon_worked() { processor_time "$maillon_process"; }

# The measures: each sets `took` and `worked`, in microseconds.

submit_mail() { # SERVER COUNT
    local port=${1}_submission before
    before=$("${1}_worked")
    echo "${!port} $2" >&"${submitter[1]}"
    read -r took <&"${submitter[0]}" || { echo "the submitter gave up" >&2; exit 1; }
    await 600 "${1}_is_empty"
    worked=$(($("${1}_worked") - before))
}

take_mail() { # SERVER COUNT
    local port=${1}_inbound before from
    before=$("${1}_worked")
    from=$(now)
    smtp-source -d -s "$sessions" -m "$2" -f bea@sender.test -t someone@discard.test -M sender.test \
        -F "$folder/signed/message" "127.0.0.1:${!port}" 2>&1 | sed 's/^/  smtp-source: /' >&2
    took=$(($(now) - from))
    await 600 "${1}_is_empty"
    worked=$(($("${1}_worked") - before))
}

# One for all rounds and both servers.
start_submitter() {
    coproc submitter { exec "$java" --enable-native-access=ALL-UNNAMED "$here/bench/Submitter.java" "$sessions" "$size" "$per_connection" \
        anna@here.test "$password" someone@discard.test; }
    pids+=("$submitter_PID")
}

find_java() {
    local candidate
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*jdk*; do
        if [ -x "$candidate/bin/java" ] && "$candidate/bin/java" -version 2>&1 | grep -Eq '"(2[5-9]|[3-9][0-9])[."]'; then
            echo "$candidate/bin/java"
            return
        fi
    done
    echo "no JDK 25 or later found; point JAVA_HOME at one" >&2
    return 1
}

# trust_measure SERVER ROW COUNT: its figures go into files of their own.
trust_measure() {
    case $2 in
        submission) submit_mail "$1" "$3" ;;
        inbound) take_mail "$1" "$3" ;;
    esac
    rate "$3" >>"$folder/$1.$2"
    each "$3" "$worked" >>"$folder/$1.$2.processor"
}

# Who comes first changes from round to round, as in the other rows.
trust_round() { # NUMBER ROWS…
    local number=$1 order=$servers server row
    shift
    if ((number % 2 == 0)); then order=$(tr ' ' '\n' <<<"$servers" | tac); fi
    for server in $order; do
        printf 'trust, round %s of %s, %s\n' "$number" "$rounds" "$server" >&2
        for row in "$@"; do trust_measure "$server" "$row" "$count"; done
    done
}

# What both servers need, in a folder of its own.
prepare_trust() {
    require_trust
    java=$(find_java)
    folder=$folder/trust
    mkdir -p "$folder"
    sink_port=$(free_port) postfix_submission=$(free_port) postfix_inbound=$(free_port)
    maillon_submission=$(free_port) maillon_inbound=$(free_port)
    make_keys
    start_dns
    make_signed_message "$size"
    start_submitter
}

run_trust() { # ROWS…
    local server row number
    prepare_trust
    for server in $servers; do "start_trust_$server"; done
    for server in $servers; do
        printf 'warming up %s\n' "$server" >&2
        for row in "$@"; do
            number=$((count / 4))
            # What is done once a connection, fifty messages each, is compiled last.
            if [ "$server" = maillon ]; then number=$((5 * warm)); fi
            trust_measure "$server" "$row" "$number"
            rm -f "$folder/$server.$row" "$folder/$server.$row.processor"
        done
    done
    for ((number = 1; number <= rounds; number++)); do trust_round "$number" "$@"; done
}

trust_row() { # TITLE ROW MUST AIM
    local postfix maillon ratio
    postfix=$(figure "postfix.$2") maillon=$(figure "maillon.$2")
    ratio=$(quotient "$maillon" "$postfix")
    printf '| %-62s | %7s | %7s | %5s | %4s | %3s | %7s | %10s | %10s |\n' "$1" "$postfix" "$maillon" "$ratio" "$3" "$4" \
        "$(reached "$ratio" "$3" "${4/-/999}")" "$(figure "postfix.$2.processor")" "$(figure "maillon.$2.processor")"
}

trust_table() { # ROWS…
    local row file
    printf '\n%s messages of %s octets a round, %s sessions, messages per second, median of %s rounds; Postfix with opendkim and opendmarc\n\n' \
        "$count" "$size" "$sessions" "$rounds"
    printf '| %-62s | %7s | %7s | %5s | %4s | %3s | %7s | %10s | %10s |\n' '' Postfix Maillon ratio must aim reached 'Postfix µs' 'Maillon µs'
    printf '|---|---:|---:|---:|---:|---:|---|---:|---:|\n'
    for row in "$@"; do
        case $row in
            submission) trust_row "submitted: TLS, AUTH, DKIM signed, $per_connection a connection, then discarded" submission 6 10 ;;
            inbound) trust_row "from strangers: SPF, DKIM, DMARC verified, then discarded" inbound 4 - ;;
        esac
    done
    printf '\nµs: processor time of the server, its milters included, per message. each round:\n'
    for row in "$@"; do
        for file in "$folder"/{postfix,maillon}."$row"{,.processor}; do
            if [ -e "$file" ]; then printf '  %-28s %s\n' "${file##*/}" "$(tr '\n' ' ' <"$file")"; fi
        done
    done
}
