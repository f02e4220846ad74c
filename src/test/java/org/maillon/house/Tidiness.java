package org.maillon.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.maillon.house.Sources.Source;

/** What STYLE 1, 8, 14 and 18 ask of a source file, checked on its syntax tree. */
final class Tidiness {
    static final int METHOD_LINES = 70;
    static final int FILE_LINES = 900;
    static final int WANTED_FILE_LINES = 400;
    static final int PARAMETERS = 5;

    /** Each is a line of the ratchet file, prefixed with {@code main.}, {@code test.} or {@code jmh.}. */
    enum Rule {
        LONG_METHOD,
        LONG_FILE,
        LONGISH_FILE,
        MANY_PARAMETERS,
        FORBIDDEN_CALL,
        DISABLED_TEST,
        EMPTY_NAME;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    record Finding(Rule rule, String where, String what) {
        @Override
        public String toString() {
            return where + ": " + what;
        }
    }

    /** Time, entropy and sockets come in by constructor (STYLE 14). */
    static final Set<String> FORBIDDEN_CALLS = Set.of(
            "Instant.now",
            "LocalDate.now",
            "LocalDateTime.now",
            "OffsetDateTime.now",
            "ZonedDateTime.now",
            "Clock.systemUTC",
            "Clock.systemDefaultZone",
            "InstantSource.system",
            "System.nanoTime",
            "System.currentTimeMillis",
            "Math.random",
            "UUID.randomUUID",
            "ThreadLocalRandom.current",
            "RandomGenerator.getDefault",
            "RandomGenerator.of",
            "SecureRandom.getInstance",
            "SecureRandom.getInstanceStrong",
            "Thread.sleep",
            "SocketChannel.open",
            "ServerSocketChannel.open",
            "DatagramChannel.open",
            "AsynchronousSocketChannel.open",
            "SocketFactory.getDefault");

    static final Set<String> FORBIDDEN_NEW =
            Set.of("Random", "SecureRandom", "SplittableRandom", "Socket", "ServerSocket", "DatagramSocket");

    /** Tests may open sockets and read clocks, but never wait by sleeping (STYLE 18). */
    static final Set<String> FORBIDDEN_IN_TESTS = Set.of("Thread.sleep");

    /** Where time, entropy and sockets come from. */
    static final List<String> SOURCES_OF_TIME_AND_SOCKETS = List.of("kernel", "serve.net", "app");

    static final Set<String> EMPTY_WORDS =
            Set.of("Impl", "Util", "Utils", "Utility", "Utilities", "Common", "Manager", "Helper", "Helpers");

    private Tidiness() {}

    static List<Finding> check(Source source, boolean isTest) {
        Scanner scanner = new Scanner(source, isTest);
        scanner.scan(source.tree(), null);
        scanner.fileLength();
        return scanner.findings;
    }

    /** {@code SessionManager} has an empty word; {@code Commonwealth} has none. */
    static boolean hasEmptyWord(String className) {
        return Arrays.stream(className.split("(?=\\p{Lu})")).anyMatch(EMPTY_WORDS::contains);
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final Source source;
        private final boolean isTest;
        private final boolean maySeeTime;
        private final Deque<ClassTree> classes = new ArrayDeque<>();
        private final List<Finding> findings = new ArrayList<>();

        Scanner(Source source, boolean isTest) {
            this.source = source;
            this.isTest = isTest;
            String room = source.packageName().replaceFirst("^" + ImportPlan.BASE + "\\.?", "");
            this.maySeeTime =
                    SOURCES_OF_TIME_AND_SOCKETS.stream().anyMatch(r -> room.equals(r) || room.startsWith(r + "."));
        }

        void fileLength() {
            if (source.lines() > FILE_LINES) {
                add(Rule.LONG_FILE, 1, source.lines() + " lines, at most " + FILE_LINES);
            } else if (source.lines() > WANTED_FILE_LINES) {
                add(Rule.LONGISH_FILE, 1, source.lines() + " lines, " + WANTED_FILE_LINES + " are wanted");
            }
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            if (hasEmptyWord(tree.getSimpleName().toString())) {
                add(Rule.EMPTY_NAME, tree, tree.getSimpleName() + " says nothing: name the role");
            }
            classes.push(tree);
            super.visitClass(tree, null);
            classes.pop();
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            long lines = line(tree, false) - line(tree, true) + 1;
            if (lines > METHOD_LINES) {
                add(Rule.LONG_METHOD, tree, tree.getName() + " has " + lines + " lines, at most " + METHOD_LINES);
            }
            if (tree.getParameters().size() > PARAMETERS && !isCanonical(tree) && !overrides(tree)) {
                add(
                        Rule.MANY_PARAMETERS,
                        tree,
                        tree.getName() + " takes " + tree.getParameters().size() + " parameters, at most "
                                + PARAMETERS);
            }
            return super.visitMethod(tree, null);
        }

        /** How many is decided where the method was declared first: a library's, or one of ours that is looked at itself. */
        private static boolean overrides(MethodTree tree) {
            return tree.getModifiers().getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
        }

        /** A record's canonical constructor repeats its components. */
        private boolean isCanonical(MethodTree tree) {
            ClassTree owner = classes.element();
            return owner.getKind() == Tree.Kind.RECORD
                    && tree.getReturnType() == null
                    && tree.getParameters().size() == components(owner);
        }

        private static long components(ClassTree record) {
            return record.getMembers().stream()
                    .filter(m -> m instanceof VariableTree v
                            && !v.getModifiers().getFlags().contains(Modifier.STATIC))
                    .count();
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
            forbidden(tree, tree.getMethodSelect().toString());
            return super.visitMethodInvocation(tree, null);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
            String owner = tree.getQualifierExpression().toString();
            if (tree.getMode() == MemberReferenceTree.ReferenceMode.NEW) {
                forbiddenNew(tree, owner);
            } else {
                forbidden(tree, owner + "." + tree.getName());
            }
            return super.visitMemberReference(tree, null);
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void nothing) {
            forbiddenNew(tree, tree.getIdentifier().toString());
            return super.visitNewClass(tree, null);
        }

        private void forbidden(Tree tree, String call) {
            String plain = lastTwo(call);
            boolean isForbidden = isTest ? FORBIDDEN_IN_TESTS.contains(plain) : FORBIDDEN_CALLS.contains(plain);
            if (isForbidden && (isTest || !maySeeTime)) {
                add(Rule.FORBIDDEN_CALL, tree, plain + " belongs to " + SOURCES_OF_TIME_AND_SOCKETS);
            }
        }

        private void forbiddenNew(Tree tree, String type) {
            String plain = type.substring(type.lastIndexOf('.') + 1);
            if (!isTest && !maySeeTime && FORBIDDEN_NEW.contains(plain)) {
                add(Rule.FORBIDDEN_CALL, tree, "new " + plain + " belongs to " + SOURCES_OF_TIME_AND_SOCKETS);
            }
        }

        /** {@code java.time.Instant.now} is {@code Instant.now}. */
        private static String lastTwo(String call) {
            String[] parts = call.split("\\.", -1);
            return parts.length < 2 ? call : parts[parts.length - 2] + "." + parts[parts.length - 1];
        }

        @Override
        public Void visitAnnotation(AnnotationTree tree, Void nothing) {
            String name = tree.getAnnotationType().toString();
            if (name.equals("Disabled") || name.endsWith(".Disabled")) {
                add(Rule.DISABLED_TEST, tree, "a test that does not run tests nothing: mend or delete it");
            }
            return super.visitAnnotation(tree, null);
        }

        private void add(Rule rule, Tree tree, String what) {
            add(rule, line(tree, true), what);
        }

        private void add(Rule rule, long line, String what) {
            findings.add(new Finding(rule, source.path().getFileName() + ":" + line, what));
        }

        private long line(Tree tree, boolean start) {
            CompilationUnitTree unit = source.tree();
            long at = start
                    ? source.positions().getStartPosition(unit, tree)
                    : source.positions().getEndPosition(unit, tree);
            return at < 0 ? 1 : unit.getLineMap().getLineNumber(at);
        }
    }
}
