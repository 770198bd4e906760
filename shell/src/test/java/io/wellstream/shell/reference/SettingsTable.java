package io.wellstream.shell.reference;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The settings of one {@link ConfigMapping} as a table: key, environment variable, default and the method's Javadoc. */
public final class SettingsTable {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Set<Class<?>> OPTIONAL = Set.of(Optional.class, OptionalInt.class, OptionalLong.class);

    private SettingsTable() {}

    /** The table of an interface whose source is in this module. */
    public static String of(Class<?> mapping) throws IOException {
        StringBuilder table =
                new StringBuilder("| key | variable | default | what it does |\n| --- | --- | --- | --- |\n");
        ConfigMapping root = mapping.getAnnotation(ConfigMapping.class);
        append(table, root.prefix(), mapping, words(mapping));
        return table.toString();
    }

    /** In the order of the source, which reflection does not keep. */
    private static void append(StringBuilder table, String prefix, Class<?> mapping, Map<String, Setting> words) {
        words.values().stream()
                .filter(setting -> setting.owner().equals(mapping.getSimpleName()))
                .sorted((a, b) -> Long.compare(a.position(), b.position()))
                .forEach(setting -> {
                    Method method = method(mapping, setting.name());
                    String key = prefix + "." + kebab(setting.name());
                    if (method.getReturnType().isInterface()
                            && method.getReturnType().getEnclosingClass() == mapping) {
                        append(table, key, method.getReturnType(), words);
                    } else {
                        row(table, key, method, setting.words());
                    }
                });
    }

    private static void row(StringBuilder table, String key, Method method, String words) {
        boolean many = Map.class.isAssignableFrom(method.getReturnType());
        String variable = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        table.append("| `")
                .append(many ? key + ".\"name\"" : key)
                .append("` | `")
                .append(many ? variable + "__NAME_" : variable)
                .append("` | ")
                .append(defaultOf(method))
                .append(" | ")
                .append(words)
                .append(" |\n");
    }

    private static String defaultOf(Method method) {
        WithDefault given = method.getAnnotation(WithDefault.class);
        if (given != null) {
            return "`" + given.value() + "`";
        }
        Class<?> type = method.getReturnType();
        boolean optional = OPTIONAL.contains(type) || Map.class.isAssignableFrom(type);
        return optional ? "none" : "must be given";
    }

    private static Method method(Class<?> mapping, String name) {
        try {
            return mapping.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(mapping + " has no " + name + " although its source has", e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private record Setting(String owner, String name, long position, String words) {}

    private static Map<String, Setting> words(Class<?> mapping) throws IOException {
        Path source = SOURCES.resolve(mapping.getName().replace('.', '/') + ".java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            Map<String, Setting> found = new HashMap<>();
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(DocTrees.instance(task), unit, found).scan(unit, null);
            }
            return found;
        }
    }

    /** Collects the Javadoc of abstract methods. */
    private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees trees;
        private final CompilationUnitTree unit;
        private final Map<String, Setting> found;

        Reader(DocTrees trees, CompilationUnitTree unit, Map<String, Setting> found) {
            this.trees = trees;
            this.unit = unit;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            TreePath path = getCurrentPath();
            String owner =
                    ((ClassTree) path.getParentPath().getLeaf()).getSimpleName().toString();
            String name = method.getName().toString();
            if (method.getBody() == null) {
                String comment = trees.getDocComment(path);
                long position = trees.getSourcePositions().getStartPosition(unit, method);
                found.put(owner + "." + name, new Setting(owner, name, position, plain(comment)));
            }
            return super.visitMethod(method, null);
        }

        private static String plain(@Nullable String comment) {
            return comment == null
                    ? ""
                    : comment.strip().replaceAll("\\s+", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
        }
    }
}
