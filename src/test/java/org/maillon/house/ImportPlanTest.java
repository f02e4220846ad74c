package org.maillon.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the house to {@link ImportPlan}, and tries to break in. */
class ImportPlanTest {
    /** Only ever goes up: a scan that finds fewer classes looked in the wrong place. */
    private static final int CLASSES_AT_LEAST = 750;

    private static final Path MAIN = Path.of("target/classes");
    private static final Path TESTS = Path.of("target/test-classes");

    @Test
    void everyRoomImportsOnlyWhatThePlanAllows() {
        JavaClasses classes = classesIn(MAIN);

        assertThat(classes).as("classes scanned").hasSizeGreaterThanOrEqualTo(CLASSES_AT_LEAST);
        assertThat(objections(classes)).isEmpty();
    }

    @Test
    void theEngineAmongTheTestsKeepsToThePlanToo() {
        Path model = TESTS.resolve("org/maillon/store/model");
        assertThat(Files.isDirectory(model) ? objections(classesIn(model)) : List.of())
                .isEmpty();
    }

    @Test
    void everyClassLivesInARoom() {
        assertThat(classesIn(MAIN))
                .allSatisfy(c -> assertThat(ImportPlan.roomOf(c.getPackageName()))
                        .as(c.getName())
                        .isPresent());
    }

    @ParameterizedTest(name = "{0} → {1}: {2}")
    @CsvSource({
        "kernel,               wire.smtp,          the ground floor knows no mail",
        "wire.smtp,            store,              a grammar does no I/O",
        "wire.address,         wire.smtp,          no corridor back",
        "wire.pop3,            wire.smtp,          protocols do not see each other",
        "store,                dns,                same floor and no door",
        "store,                store.rocksdb,      the contract does not know its engines",
        "store.cassandra,      store.rocksdb,      engines never see each other",
        "store.model,          store.rocksdb,      engines never see each other",
        "dns,                  trust.spf,          the door opens one way only",
        "queue,                hosting,            it carries ids and asks nothing",
        "mailbox,              hosting,            it carries ids and asks nothing",
        "queue,                route,              a port goes there",
        "queue,                mailbox,            only deliver joins them",
        "queue,                store.rocksdb,      only app.wiring names an engine",
        "hosting.id,           hosting,            ids know nothing of their owner",
        "filter,               mailbox,            it returns actions",
        "route,                submit,             the door opens one way only",
        "submit,               mailbox,            not in the table",
        "verify,               queue,              not in the table",
        "queue,                deliver,            a port goes there",
        "mailbox,              serve.pop3,         upward",
        "serve.smtp,           deliver.remote,     same floor and no door",
        "serve.smtp,           serve.pop3,         protocols do not see each other",
        "serve.net,            serve.smtp,         no corridor back",
        "deliver.local,        deliver.remote,     the attempt joins them",
        "web.api,              app.config,         nobody imports app",
        "web.api,              store.rocksdb,      only app.wiring names an engine",
        "app.cli,              store.rocksdb,      only app.wiring names an engine",
        "cellar,               kernel,             a package outside of the plan",
        "serve.smtp,           attic,              a package outside of the plan",
    })
    void refusesAnEdgeThatIsNotInThePlan(String from, String to, String why) {
        assertThat(ImportPlan.objection("org.maillon." + from, "org.maillon." + to))
                .as(why)
                .isPresent();
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "wire.report,    wire.message",
        "wire.smtp,      wire.address",
        "wire.smtp.text, wire.smtp",
        "store.rocksdb,  store",
        "store.rocksdb,  kernel",
        "trust.spf,      dns",
        "hosting,        hosting.id",
        "queue,          hosting.id",
        "mailbox,        hosting.id",
        "submit,         hosting.id",
        "submit,         hosting",
        "route,          hosting",
        "serve.pop3,     mailbox",
        "serve.smtp,     serve.net",
        "deliver,        deliver.remote",
        "deliver.remote, deliver",
        "deliver.local,  mailbox",
        "app.wiring,     store.rocksdb",
        "app.cli,        app.wiring",
    })
    void allowsWhatThePlanHas(String from, String to) {
        assertThat(ImportPlan.objection("org.maillon." + from, "org.maillon." + to))
                .isEmpty();
    }

    /** The whole way, from byte code to sentence: a class that breaks the plan is compiled and must be found. */
    @Test
    void findsAQueueThatNamesTheEngineInCompiledCode(@TempDir Path folder) throws IOException {
        compile(folder, "org.maillon.store.rocksdb", "Engine", "public class Engine {}");
        compile(
                folder,
                "org.maillon.queue",
                "Burglar",
                "class Burglar { Object way() { return new org.maillon.store.rocksdb.Engine(); } }");

        assertThat(objections(classesIn(folder)))
                .singleElement()
                .asString()
                .contains("Burglar", "only app.wiring names the engine store.rocksdb");
    }

    private static JavaClasses classesIn(Path folder) {
        return new ClassFileImporter().importPath(folder);
    }

    private static List<String> objections(JavaClasses classes) {
        TreeSet<String> found = new TreeSet<>();
        for (JavaClass from : classes) {
            for (Dependency edge : from.getDirectDependenciesFromSelf()) {
                JavaClass to = edge.getTargetClass().getBaseComponentType();
                ImportPlan.objection(from.getPackageName(), to.getPackageName())
                        .ifPresent(why -> found.add(from.getName() + " → " + to.getName() + ": " + why));
            }
        }
        return List.copyOf(found);
    }

    private static void compile(Path folder, String packageName, String name, String code) throws IOException {
        Path source = Files.createDirectories(folder.resolve("src")).resolve(name + ".java");
        Files.writeString(source, "package " + packageName + "; " + code);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        assertThat(javac.run(null, null, null, "-d", folder.toString(), "-cp", folder.toString(), source.toString()))
                .isZero();
    }
}
