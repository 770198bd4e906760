package io.wellstream.shell.reference;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The meters of one registry as a table, with their names in Prometheus. */
public final class MetersTable {
    private MetersTable() {}

    public static String of(MeterRegistry registry) {
        TreeMap<String, List<Meter>> byName = registry.getMeters().stream()
                .collect(Collectors.groupingBy(meter -> meter.getId().getName(), TreeMap::new, Collectors.toList()));
        StringBuilder table =
                new StringBuilder("| meter | in Prometheus | tags | what it is |\n| --- | --- | --- | --- |\n");
        byName.forEach((name, meters) -> table.append("| `")
                .append(name)
                .append("` | `")
                .append(scraped(meters.getFirst().getId()))
                .append("` | ")
                .append(tags(meters))
                .append(" | ")
                .append(meters.getFirst().getId().getDescription())
                .append(" |\n"));
        return table.toString();
    }

    private static String scraped(Meter.Id id) {
        String name = NamingConvention.snakeCase.name(id.getName(), id.getType(), id.getBaseUnit());
        String unit = id.getBaseUnit();
        String whole = unit == null || name.endsWith("_" + unit) ? name : name + "_" + unit;
        return switch (id.getType()) {
            case TIMER -> name + "_seconds_{count,sum,max}";
            case COUNTER -> whole + "_total";
            case DISTRIBUTION_SUMMARY -> whole + "_{count,sum,max}";
            case GAUGE, LONG_TASK_TIMER, OTHER -> whole;
        };
    }

    private static String tags(List<Meter> meters) {
        TreeMap<String, TreeSet<String>> values = new TreeMap<>();
        for (Meter meter : meters) {
            for (Tag tag : meter.getId().getTags()) {
                values.computeIfAbsent(tag.getKey(), key -> new TreeSet<>()).add(tag.getValue());
            }
        }
        return values.entrySet().stream()
                .map(tag -> "`" + tag.getKey() + "`: " + String.join(", ", tag.getValue()))
                .collect(Collectors.joining("; "));
    }
}
