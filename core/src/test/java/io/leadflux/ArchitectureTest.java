package io.leadflux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The direction of the packages: event ← validation ← json ← batch, and validation ← delivery. */
@AnalyzeClasses(packages = "io.leadflux", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String EVENT = "io.leadflux.event";
    private static final String VALIDATION = "io.leadflux.validation";
    private static final String JSON = "io.leadflux.json";
    private static final String BATCH = "io.leadflux.batch";
    private static final String DELIVERY = "io.leadflux.delivery";

    private static final String PUBLIC_TYPES = String.join(
            "|",
            "event\\.(ServerEvent|UserData|EventData|EventName|EventSource|EventField)",
            "event\\.(ClientAddress|DomainUrl|CharTraits|LoggableId)",
            "validation\\.(EventValidator|Rule|Violation|Range)",
            "json\\.(EventEncoder|EventReader|ReadResult|Utf8Buffer)",
            "batch\\.(BatchAccumulator|BatchLimits|AddResult|EventBatch)",
            "delivery\\.(DeliveryResult|DeliveryException|Outcome)");

    @ArchTest
    static final ArchRule event_always_knowsNoOtherPackage = uses(EVENT);

    @ArchTest
    static final ArchRule validation_always_knowsEventOnly = uses(VALIDATION, EVENT);

    @ArchTest
    static final ArchRule json_always_knowsEventAndValidation = uses(JSON, EVENT, VALIDATION, "tools.jackson..");

    @ArchTest
    static final ArchRule batch_always_knowsEventValidationAndJson = uses(BATCH, EVENT, VALIDATION, JSON);

    @ArchTest
    static final ArchRule delivery_always_knowsEventAndValidation = uses(DELIVERY, EVENT, VALIDATION);

    @ArchTest
    static final ArchRule charTraits_always_stayInEventAndValidation = classes()
            .that()
            .haveFullyQualifiedName("io.leadflux.event.CharTraits")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage(EVENT, VALIDATION);

    @ArchTest
    static final ArchRule publicTypes_always_areTheOnesMeant = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveNameMatching("io\\.leadflux\\.(" + PUBLIC_TYPES + ")");

    @ArchTest
    static final ArchRule packages_always_haveNoCycles =
            slices().matching("io.leadflux.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule core_always_isFreeOfFrameworks = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "reactor..", "org.reactivestreams..", "io.netty..", "org.springframework..", "org.jctools..");

    @ArchTest
    static final ArchRule jackson_always_staysInJson = noClasses()
            .that()
            .resideOutsideOfPackage(JSON)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule packages_always_haveTellingNames = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..impl..", "..internal..", "..helper..", "..manager..");

    private static ArchRule uses(String of, String... others) {
        String[] allowed = Stream.concat(Stream.of(of, "java..", "org.jspecify.."), Stream.of(others))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(of)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true);
    }
}
