package io.wellstream.scorer.report;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.StringTemplateLocation;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.UserTagSectionHelper;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The engine of the report's templates, which are resources of this package. Every value is escaped for HTML, and no template can
 * switch that off, because the engine has no resolver for raw values. A name that does not resolve is an error.
 */
final class ReportTemplates {
    private static final Variant HTML = Variant.forContentType(Variant.TEXT_HTML);
    private static final Engine ENGINE = Engine.builder()
            .addDefaults()
            .addValueResolvers(
                    new ReflectionValueResolver(),
                    format("percentage", "%.1f", 100),
                    format("wholePercentage", "%.0f", 100),
                    format("twoDecimals", "%.2f", 1),
                    format("grouped", "%,.0f", 1))
            .addSectionHelpers(
                    new UserTagSectionHelper.Factory("share", "share.html"),
                    new UserTagSectionHelper.Factory("curve", "curve.html"))
            .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
            .addLocator(ReportTemplates::locate)
            .strictRendering(true)
            .build();

    private ReportTemplates() {}

    static Engine engine() {
        return ENGINE;
    }

    /** Lets a template write a number as {@code {number.name}}. */
    private static ValueResolver format(String name, String format, double factor) {
        return ValueResolver.builder()
                .applyToBaseClass(Number.class)
                .applyToNoParameters()
                .applyToName(name)
                .resolveSync(context ->
                        String.format(Locale.ROOT, format, factor * ((Number) context.getBase()).doubleValue()))
                .build();
    }

    private static Optional<TemplateLocation> locate(String name) {
        try (InputStream template = ReportTemplates.class.getResourceAsStream(name)) {
            return template == null
                    ? Optional.empty()
                    : Optional.of(new StringTemplateLocation(
                            new String(template.readAllBytes(), StandardCharsets.UTF_8), Optional.of(HTML)));
        } catch (IOException e) {
            throw new UncheckedIOException("template " + name + " of the report cannot be read", e);
        }
    }
}
