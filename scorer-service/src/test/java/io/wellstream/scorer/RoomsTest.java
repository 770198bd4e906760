package io.wellstream.scorer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wellstream.imaging.testing.Rooms;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final String ROOT = "io.wellstream.scorer";

    /** Qute's engine of templates works without Quarkus. */
    private static final DescribedPredicate<JavaClass> QUTE = resideInAPackage("io.quarkus.qute..");

    private static final DescribedPredicate<JavaClass> EDGE = resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "org.eclipse.microprofile..", "io.smallrye..", "io.grpc..")
            .and(not(QUTE));

    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void packagesAreSubjectsWithoutCircles() {
        Rooms.assertRooms(ROOT);
    }

    @Test
    void quarkusAndGrpcAreUsedOnlyInTheRootAndInGrpc() {
        assertUsedOnlyIn(EDGE, ROOT, ROOT + ".grpc");
    }

    @Test
    void templatesAreUsedOnlyInReport() {
        assertUsedOnlyIn(QUTE, ROOT + ".report");
    }

    @Test
    void onnxIsUsedOnlyInModel() {
        assertUsedOnlyIn(resideInAnyPackage("ai.onnxruntime..", "ai.onnx.."), ROOT + ".model");
    }

    private void assertUsedOnlyIn(DescribedPredicate<JavaClass> library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat(library)
                .check(classes);
    }
}
