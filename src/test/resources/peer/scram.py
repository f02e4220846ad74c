"""SCRAM-SHA-256-PLUS (RFC 5802, 7677, 9266) as hand-written client over `openssl s_client`, which exports the connection's octets.

scram.py smtp|pop3 PORT implicit|starttls ROOT USER PASSWORD_FILE right|wrong    the last: which channel it binds to
"""
import base64, hashlib, hmac, os, subprocess, sys

protocol, port, tls, root, user, password_file, binding = sys.argv[1:]
password = open(password_file, 'rb').read().strip()
words = ['openssl', 's_client', '-connect', '127.0.0.1:' + port, '-CAfile', root, '-verify_return_error', '-verify_hostname',
         'mail.here.test', '-servername', 'mail.here.test', '-tls1_3', '-crlf', '-nocommands', '-ign_eof',
         '-keymatexport', 'EXPORTER-Channel-Binding', '-keymatexportlen', '32']
if tls == 'starttls':
    words += ['-starttls', protocol]
client = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
exporter = b''
verified = False


def line():
    text = client.stdout.readline()
    if not text:
        sys.exit('the connection ended')
    return text.decode('latin-1').rstrip('\r\n')


def say(text):
    client.stdin.write(text.encode() + b'\n')
    client.stdin.flush()


def heard():
    """The next reply: OpenSSL's own words come between, about sessions that TLS 1.3 hands out."""
    while True:
        text = line()
        if protocol == 'pop3' and (text[:1] == '+' or text[:4] == '-ERR'):
            return text
        if protocol == 'smtp' and text[:3].isdigit() and text[3:4] == ' ':
            return text


def response(text):
    return base64.b64decode(text.split(' ', 1)[1]).decode()


def mac(key, text):
    return hmac.new(key, text, hashlib.sha256).digest()


while not exporter:
    text = line()
    if text.strip().startswith('Keying material:'):
        exporter = bytes.fromhex(text.split(':')[1].strip())
    verified = verified or 'Verify return code: 0' in text or text == 'Verification: OK'
assert len(exporter) == 32 and verified
if binding == 'wrong':
    exporter = bytes([exporter[0] ^ 1]) + exporter[1:]
if tls == 'implicit':
    heard()
if protocol == 'smtp':
    say('EHLO scram.test')
    heard()

nonce = base64.b64encode(os.urandom(18)).decode()
gs2 = 'p=tls-exporter,,'
bare = 'n=%s,r=%s' % (user, nonce)
say('AUTH SCRAM-SHA-256-PLUS ' + base64.b64encode((gs2 + bare).encode()).decode())
first = response(heard())
fields = dict(field.split('=', 1) for field in first.split(','))
assert fields['r'].startswith(nonce) and len(fields['r']) > len(nonce)
salted = hashlib.pbkdf2_hmac('sha256', password, base64.b64decode(fields['s']), int(fields['i']))
client_key = mac(salted, b'Client Key')
last = 'c=%s,r=%s' % (base64.b64encode(gs2.encode() + exporter).decode(), fields['r'])
signed = ','.join((bare, first, last)).encode()
signature = mac(hashlib.sha256(client_key).digest(), signed)
proof = bytes(a ^ b for a, b in zip(client_key, signature))
say(base64.b64encode((last + ',p=' + base64.b64encode(proof).decode()).encode()).decode())
answer = heard()
if not answer.startswith(('334 ', '+ ')):
    print('refused:', answer)
    sys.exit(1)
verifier = base64.b64encode(mac(mac(salted, b'Server Key'), signed)).decode()
assert response(answer) == 'v=' + verifier, 'the server does not know the password itself'
say('')
answer = heard()
print('the server has proved itself and says:', answer)
client.kill()
sys.exit(0 if answer.startswith(('235 ', '+OK')) else 1)
