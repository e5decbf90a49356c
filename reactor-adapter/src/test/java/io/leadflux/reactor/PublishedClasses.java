package io.leadflux.reactor;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The classes of both jars of this module. Tests are compiled together with the test kit, so a class file's place does not tell. */
public final class PublishedClasses implements ImportOption {

    private static final Pattern TOP_LEVEL_CLASS = Pattern.compile(".*(io/leadflux/[^$]+?)(?:\\$.*)?\\.class");
    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("src/testkit/java"));

    @Override
    public boolean includes(Location location) {
        Matcher name = TOP_LEVEL_CLASS.matcher(location.asURI().toString());
        return name.matches() && SOURCES.stream().anyMatch(root -> Files.exists(root.resolve(name.group(1) + ".java")));
    }
}
