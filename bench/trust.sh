# The rows of bench/run that are about trust: submission with TLS, AUTH and a DKIM signature, beside Postfix with opendkim as
# its milter; and mail from strangers with SPF, DKIM and DMARC verified, beside Postfix with opendkim and opendmarc. To be
# sourced behind bench/lib.sh. Both servers get an instance of their own for these rows.
# shellcheck shell=bash disable=SC2034,SC2154

per_connection=50 dns_address=127.0.0.53

require_trust() {
    local program
    for program in opendkim opendmarc saslpasswd2 openssl knotd java; do
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

# A program that sees our resolv.conf instead of the machine's.
with_our_dns() {
    unshare -m sh -c "mount --bind '$folder/knot/resolv.conf' /etc/resolv.conf && exec \"\$@\"" sh "$@"
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
    with_our_dns opendmarc -f -c "$milters/dmarc.conf" -p "local:$milters/dmarc" >"$milters/dmarc.log" 2>&1 &
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
