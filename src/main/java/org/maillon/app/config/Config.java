package org.maillon.app.config;

import java.util.List;
import org.maillon.deliver.local.LocalDeliverySettings;
import org.maillon.deliver.remote.ProbeSettings;
import org.maillon.deliver.remote.RemoteSettings;
import org.maillon.deliver.remote.RemoteTimeouts;
import org.maillon.deliver.remote.ReuseSettings;
import org.maillon.deliver.tls.TlsPolicySetting;
import org.maillon.deliver.tls.TlsSettings;
import org.maillon.dns.DnsSettings;
import org.maillon.filter.FilterSetting;
import org.maillon.hosting.DirectorySettings;
import org.maillon.hosting.GuardSettings;
import org.maillon.hosting.LogInSettings;
import org.maillon.hosting.SigningSettings;
import org.maillon.hosting.oidc.OidcSetting;
import org.maillon.mailbox.MailboxSettings;
import org.maillon.queue.QueueSettings;
import org.maillon.queue.SiteSetting;
import org.maillon.reports.ReportSettings;
import org.maillon.route.HopSettings;
import org.maillon.route.RouteSetting;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.pop3.Pop3Settings;
import org.maillon.serve.smtp.SmtpSettings;
import org.maillon.serve.tls.AcmeSettings;
import org.maillon.serve.tls.CertificateSetting;
import org.maillon.serve.tls.ServerTlsSettings;
import org.maillon.store.rocksdb.RocksSettings;
import org.maillon.submit.SubmissionSettings;
import org.maillon.submit.SubmitSettings;
import org.maillon.submit.limits.LimitSettings;
import org.maillon.submit.stranger.GreylistSettings;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dmarc.DmarcSettings;
import org.maillon.trust.dnslist.DnsListSetting;
import org.maillon.trust.dnslist.DnsListsSettings;
import org.maillon.trust.spf.SpfSettings;
import org.maillon.trust.srs.SrsSettings;
import org.maillon.verify.VerifySettings;
import org.maillon.web.http.HttpSettings;

/** The whole of {@code maillon.toml}. Its components are the tables, in the order in which they are shown. */
public record Config(
        @Table(root = true, doc = "Before the first table header.")
        MainSettings main,

        @Table(
                required = "port",
                doc =
                        "Where clients connect, one table each. Without any: SMTP on port 2525, submission on 2587 and, under TLS"
                                + " from the first octet, on 2465, POP3 on 2110 and, under TLS, on 2995.")
        List<ListenerEntry> listener,

        @Table(live = true, doc = "TLS, on all listeners that have it.")
        ServerTlsSettings tls,

        @Table(
                live = true,
                required = "chain",
                doc =
                        "Certificates, one table each; a client is shown the one for the name it asks for. Without any, and without"
                                + " ACME: one that we sign ourselves, which clients that look at it do not trust.")
        List<CertificateSetting> certificate,

        @Table(doc = "Certificates fetched from an authority and renewed, by ACME.")
        AcmeSettings acme,

        @Table(
                live = true,
                required = "domain",
                doc =
                        "Where mail goes, whatever DNS says; one table each, the most particular domain wins. Without any: mail"
                                + " for our domains goes into their mailboxes, all other by MX.")
        List<RouteSetting> route,

        @Table(live = true, doc = "What is taken, and from whom.")
        SubmitSettings submit,

        @Table(doc = "What those who have logged in may do, and what is done for them.")
        SubmissionSettings submission,

        @Table(
                doc =
                        "How much one account, and one stranger's address, may send; the networks of relay-from any amount.")
        LimitSettings limits,

        @Table(
                required = "address",
                doc =
                        "Programs beside us that look at messages before they are taken, one table each. Without any: none.")
        List<FilterSetting> filter,

        @Table(
                required = "zone",
                doc =
                        "Lists in DNS that say whom others have had trouble with, or know well, one table each; without any, none is"
                                + " asked. Their weights are summed up.")
        List<DnsListSetting> dnsList,

        @Table(doc = "What the lists of [[dns-list]] lead to.")
        DnsListsSettings dnsLists,

        @Table(doc = "Whether strangers must come back with their first message.")
        GreylistSettings greylist,

        @Table(doc = "The SMTP conversation.") SmtpSettings smtp,

        @Table(doc = "How many clients at once, and how patient we are with them.")
        SessionBounds sessions,

        @Table(doc = "Accounts, aliases and passwords.") DirectorySettings directory,

        @Table(doc = "What those meet who guess passwords.") GuardSettings guard,

        @Table(doc = "How people log in, over SMTP and POP3.")
        LogInSettings logIn,

        @Table(
                required = "issuer",
                doc =
                        "Issuers of OpenID Connect whose tokens log people in (OAUTHBEARER, XOAUTH2), one table each. Without any:"
                                + " none. A token opens the account that has the address in it.")
        List<OidcSetting> oidc,

        @Table(doc = "How far the existence of an address is looked into.")
        VerifySettings verify,

        @Table(doc = "How other servers are asked whether a mailbox exists.")
        ProbeSettings probe,

        @Table(doc = "How messages wait, and how often they are tried.")
        QueueSettings queue,

        @Table(
                required = "match",
                doc = "How some of the servers that mail goes to want to be treated, one table each.")
        List<SiteSetting> site,

        @Table(
                required = "address",
                doc =
                        "What we call ourselves where mail goes out from an address of our choice (source-address), one table each;"
                                + " without any: as everywhere.")
        List<SourceEntry> source,

        @Table(doc = "Whom we ask for names and addresses.") DnsSettings dns,
        @Table(doc = "How the next server is found by DNS.") HopSettings hops,
        @Table(doc = "How mail is handed to other servers.") RemoteSettings delivery,

        @Table(doc = "How long other servers are waited for.")
        RemoteTimeouts deliveryTimeouts,

        @Table(doc = "How connections to other servers are kept for the next message.")
        ReuseSettings deliveryReuse,

        @Table(doc = "How mail of our domains is signed.") SigningSettings dkimSigning,

        @Table(doc = "How DKIM signatures and ARC chains of others are looked at.")
        DkimSettings dkim,

        @Table(doc = "TLS towards other servers.") TlsSettings deliveryTls,

        @Table(
                required = "domain",
                doc =
                        "How safe the way to some destinations must be, one table each, the most particular domain wins. Without"
                                + " any: as safe as they publish, by DANE or MTA-STS, else TLS where it is offered.")
        List<TlsPolicySetting> tlsPolicy,

        @Table(doc = "How far SPF is looked into, and what a fail leads to.")
        SpfSettings spf,

        @Table(doc = "What is made of who vouches for a message.")
        DmarcSettings dmarc,

        @Table(doc = "Reports about mail in a domain's name: those we send and those sent to us.")
        ReportSettings reports,

        @Table(doc = "The sender of a message that is forwarded to another server.")
        SrsSettings srs,

        @Table(doc = "How mail gets into mailboxes.") LocalDeliverySettings localDelivery,
        @Table(doc = "The mailboxes.") MailboxSettings mailbox,
        @Table(doc = "Picking mail up by POP3.") Pop3Settings pop3,

        @Table(doc = "The HTTP door: the API, MTA-STS policies, and what mail programs ask to set themselves up.")
        HttpSettings http,

        @Table(doc = "The storage engine.") RocksSettings store,

        @Table(live = true, doc = "What the server writes about its doings.")
        LogSettings log) {}
