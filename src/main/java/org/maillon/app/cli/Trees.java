package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maillon.hosting.Account;
import org.maillon.hosting.Alias;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.Server;
import org.maillon.hosting.Tenant;
import org.maillon.mailbox.Usage;
import org.maillon.queue.SiteSummary;

/** What {@code --json} shows of the directory's records: names that stay the same whatever the records become. */
final class Trees {
    private Trees() {}

    static Map<String, Object> of(Tenant tenant) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("tenant", tenant.id().name());
        tree.put("title", tenant.title());
        tree.put("server", tenant.server().name());
        tenant.postmaster().ifPresent(address -> tree.put("postmaster", address.toString()));
        tree.put("created", tenant.created().toString());
        return tree;
    }

    static Map<String, Object> of(Server server) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("server", server.id().name());
        tree.put("hostNames", texts(server.hostNames()));
        server.owner().ifPresent(owner -> tree.put("owner", owner.name()));
        tree.put("created", server.created().toString());
        return tree;
    }

    static Map<String, Object> of(HostedDomain domain) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("domain", domain.name().ascii());
        tree.put("tenant", domain.tenant().name());
        domain.catchAll().ifPresent(address -> tree.put("catchAll", address.toString()));
        domain.postmaster().ifPresent(address -> tree.put("postmaster", address.toString()));
        domain.language().ifPresent(language -> tree.put("language", language.tag()));
        domain.mtaSts().ifPresent(mode -> tree.put("mtaSts", mode.word()));
        tree.put("created", domain.created().toString());
        return tree;
    }

    static Map<String, Object> of(Account account) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("account", account.address().toString());
        tree.put("id", account.id().number());
        tree.put("tenant", account.tenant().name());
        tree.put("quota", account.quota().octets());
        tree.put("forwards", texts(account.forwards()));
        tree.put("keepCopy", account.keepCopy());
        tree.put("created", account.created().toString());
        return tree;
    }

    static Map<String, Object> of(Account account, Usage usage) {
        Map<String, Object> tree = of(account);
        tree.put("used", usage.octets());
        tree.put("messages", usage.messages());
        return tree;
    }

    static Map<String, Object> of(Alias alias) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("alias", alias.address().toString());
        tree.put("tenant", alias.tenant().name());
        tree.put("targets", texts(alias.targets()));
        tree.put("created", alias.created().toString());
        return tree;
    }

    static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    static Map<String, Object> of(SiteSummary site) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("mailServers", site.hosts());
        tree.put("atATime", site.concurrency());
        tree.put("most", site.most());
        tree.put("running", site.running());
        tree.put("rate", site.rate());
        site.rests().ifPresent(rest -> tree.put("restsMillis", rest.toMillis()));
        site.lastReason().ifPresent(reason -> tree.put("lastTrouble", reason));
        return tree;
    }
}
