"""Python's smtplib, poplib and ssl with a token: bearer.py smtp|pop3 PORT implicit|starttls ROOT USER OAUTHBEARER|XOAUTH2 TOKEN_FILE

Where smtplib logs in it sends a message to the user; what was refused is printed, with why."""
import base64, poplib, smtplib, ssl, sys

protocol, port, tls, root, user, mechanism, token_file = sys.argv[1:]
token = open(token_file).read().strip()
context = ssl.create_default_context(cafile=root)


class Named:
    """The certificate is for mail.here.test, which no DNS knows."""

    def wrap_socket(self, sock, server_hostname=None):
        return context.wrap_socket(sock, server_hostname='mail.here.test')


if mechanism == 'XOAUTH2':
    first = 'user=%s\1auth=Bearer %s\1\1' % (user, token)
else:
    first = 'n,a=%s,\1host=mail.here.test\1port=%s\1auth=Bearer %s\1\1' % (user, port, token)
told = []


def respond(challenge=None):
    if challenge is None:
        return first
    told.append(challenge.decode())
    return '' if mechanism == 'XOAUTH2' else '\1'


def by_smtp():
    if tls == 'implicit':
        server = smtplib.SMTP_SSL('127.0.0.1', int(port), local_hostname='bearer.test', context=Named())
    else:
        server = smtplib.SMTP('127.0.0.1', int(port), local_hostname='bearer.test')
        server.starttls(context=Named())
    server.ehlo()
    assert mechanism in server.esmtp_features['auth'].split(), server.esmtp_features
    try:
        server.auth(mechanism, respond)
    except smtplib.SMTPAuthenticationError as refused:
        print('refused:', refused.smtp_code, refused.smtp_error.decode(), *told)
        sys.exit(1)
    server.sendmail(user, [user], 'From: %s\r\nSubject: by %s %s\r\n\r\nhello\r\n' % (user, mechanism, tls))
    server.quit()


def by_pop3():
    if tls == 'implicit':
        server = poplib.POP3_SSL('127.0.0.1', int(port), context=Named())
    else:
        server = poplib.POP3('127.0.0.1', int(port))
        server.stls(context=Named())
    assert mechanism in server.capa()['SASL']
    answer = server._shortcmd('AUTH ' + mechanism) if mechanism == 'XOAUTH2' else None
    encoded = base64.b64encode(first.encode()).decode()
    try:
        answer = server._shortcmd(encoded if answer else 'AUTH OAUTHBEARER ' + encoded)
        while answer.startswith(b'+ '):
            told.append(base64.b64decode(answer[2:]).decode())
            answer = server._shortcmd('' if mechanism == 'XOAUTH2' else 'AQ==')
    except poplib.error_proto as refused:
        print('refused:', refused, *told)
        sys.exit(1)
    print(server.stat())
    server.quit()


by_smtp() if protocol == 'smtp' else by_pop3()
print('logged in')
