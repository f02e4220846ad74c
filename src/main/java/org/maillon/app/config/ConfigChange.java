package org.maillon.app.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.Settings;

/**
 * What a file read anew would change.
 *
 * @param running what holds once the live part has been taken over
 * @param live changes that {@code config reload} brings about, as {@code [submit] max-hops}
 * @param pending changes that need a restart
 */
public record ConfigChange(LoadedConfig running, List<String> live, List<String> pending) {
    public static ConfigChange between(LoadedConfig before, LoadedConfig after) {
        List<String> live = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        Object[] tables = new Object[Section.ALL.size()];
        for (int i = 0; i < tables.length; i++) {
            Section section = Section.ALL.get(i);
            boolean isLive = section.about().live();
            (isLive ? live : pending).addAll(changed(section, before.config(), after.config()));
            tables[i] = Section.read(section.source(), isLive ? after.config() : before.config());
        }
        return new ConfigChange(after.withConfig(TableReader.build(tables)), List.copyOf(live), List.copyOf(pending));
    }

    private static List<String> changed(Section section, Config before, Config after) {
        List<Record> was = section.tables(before);
        List<Record> is = section.tables(after);
        if (section.many()) {
            return was.equals(is) ? List.of() : List.of(section.header());
        }
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : section.type().getRecordComponents()) {
            Object old = Section.read(component, was.getFirst());
            if (!old.equals(Section.read(component, is.getFirst()))) {
                String place = section.isRoot() ? "" : section.header() + " ";
                keys.add(place + Settings.key(component));
            }
        }
        return keys;
    }
}
