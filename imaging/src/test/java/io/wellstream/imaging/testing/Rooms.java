package io.wellstream.imaging.testing;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules for the packages of a module; each module has a test that applies them. */
public final class Rooms {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final int MOST_CLASSES = 30; // of a package, nested ones not counted
    private static final int MOST_LINES = 300; // of a file

    private Rooms() {}

    /**
     * Fails if packages of the module's main code depend on each other in a cycle, if one has too many classes or no description, or if
     * a file of the main code or of the tests is too long.
     *
     * @param root the package that all of the module's own packages begin with
     */
    public static void assertRooms(String root) {
        JavaClasses classes = new ClassFileImporter().importPath(CLASSES);
        assertThat(classes.stream().filter(one -> one.getPackageName().startsWith(root)))
                .as("classes of " + root + " in " + CLASSES.toAbsolutePath())
                .isNotEmpty();
        slices().assignedFrom(new ByPackage(root)).should().beFreeOfCycles().check(classes);
        for (Path room : rooms(SOURCES)) {
            List<Path> files = files(room);
            assertThat(files).as("what the package is for").contains(room.resolve("package-info.java"));
            assertThat(files).as("classes in " + room).hasSizeLessThanOrEqualTo(MOST_CLASSES + 1);
            assertShort(files);
        }
        rooms(TESTS).forEach(room -> assertShort(files(room)));
    }

    private static void assertShort(List<Path> files) {
        assertThat(files).allSatisfy(file -> assertThat(Files.readAllLines(file))
                .as("lines of " + file)
                .hasSizeLessThanOrEqualTo(MOST_LINES));
    }

    /** The folders under a folder of sources that hold Java files. */
    private static List<Path> rooms(Path sources) {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(folder ->
                            Files.isDirectory(folder) && !files(folder).isEmpty())
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record ByPackage(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass one) {
            String name = one.getPackageName();
            boolean inside = name.equals(root) || name.startsWith(root + ".");
            return inside ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + root;
        }
    }
}
