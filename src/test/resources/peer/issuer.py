"""An OpenID Connect issuer on loopback: its configuration, its keys, and tokens for whoever asks. OpenSSL signs.

issuer.py FOLDER    writes its port to FOLDER/port; GET /token?alg=RS256&claim=value gives a token.
"""
import base64, http.server, json, os, subprocess, sys, time, urllib.parse

folder = sys.argv[1]


def openssl(*words, given=None):
    return subprocess.run(('openssl',) + words, input=given, stdout=subprocess.PIPE, check=True).stdout


def url_safe(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b'=').decode()


def key(name, *how):
    path = os.path.join(folder, name + '.pem')
    openssl('genpkey', '-out', path, *how)
    return path


def rsa_jwk(path):
    modulus = openssl('rsa', '-in', path, '-noout', '-modulus').decode().strip().split('=')[1]
    return {'kty': 'RSA', 'kid': 'RS256', 'n': url_safe(bytes.fromhex(modulus)), 'e': 'AQAB'}


def ec_jwk(path):
    point = openssl('pkey', '-in', path, '-pubout', '-outform', 'DER')[-64:]
    return {'kty': 'EC', 'kid': 'ES256', 'crv': 'P-256', 'x': url_safe(point[:32]), 'y': url_safe(point[32:])}


def integers(der):
    """The two integers of an ECDSA signature in DER, each in 32 octets (RFC 7518, section 3.4)."""
    first = der[4:4 + der[3]]
    second = der[4 + der[3] + 2:]
    return b''.join(int.from_bytes(one, 'big').to_bytes(32, 'big') for one in (first, second))


KEYS = {'RS256': key('rsa', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'),
        'ES256': key('ec', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256')}
STRANGER = key('stranger', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')


def token(asked):
    alg = asked.pop('alg', 'RS256')
    signer = STRANGER if asked.pop('stranger', '') else KEYS[alg]
    claims = {'iss': name, 'aud': 'mail', 'email_verified': True, 'exp': int(time.time()) + 600}
    claims.update(asked)
    claims['exp'] = int(claims['exp'])
    head = {'alg': alg, 'kid': alg}
    signed = '.'.join(url_safe(json.dumps(part).encode()) for part in (head, claims))
    signature = openssl('dgst', '-sha256', '-sign', signer, given=signed.encode())
    return signed + '.' + url_safe(integers(signature) if alg == 'ES256' else signature)


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        if url.path == '/.well-known/openid-configuration':
            self.say(json.dumps({'issuer': name, 'jwks_uri': name + '/keys'}))
        elif url.path == '/keys':
            self.say(json.dumps({'keys': [rsa_jwk(KEYS['RS256']), ec_jwk(KEYS['ES256'])]}))
        elif url.path == '/token':
            self.say(token(dict(urllib.parse.parse_qsl(url.query))))
        else:
            self.send_error(404)

    def say(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answers)
name = 'http://127.0.0.1:%d' % server.server_port
with open(os.path.join(folder, 'port.new'), 'w') as out:
    out.write(str(server.server_port))
os.rename(os.path.join(folder, 'port.new'), os.path.join(folder, 'port'))
server.serve_forever()
