package io.leadflux.reactor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.leadflux.reactor.delivery.CallbackGuard;
import io.leadflux.reactor.delivery.Completion;
import io.leadflux.reactor.delivery.DeadlineTimer;
import io.leadflux.reactor.delivery.DeliveryEngine;
import io.leadflux.reactor.delivery.DeliveryOptions;
import io.leadflux.reactor.delivery.OutboundBatch;
import io.leadflux.reactor.delivery.PermitRequest;
import reactor.core.CoreSubscriber;

@AnalyzeClasses(packages = "io.leadflux.reactor", importOptions = PublishedClasses.class)
class ArchitectureTest {

    private static final String DOORS = "io.leadflux.reactor";
    private static final String DELIVERY = "io.leadflux.reactor.delivery";
    private static final String STORE = "io.leadflux.reactor.store";

    @ArchTest
    static final ArchRule delivery_knowsNoneAbove = noClasses()
            .that()
            .resideInAPackage(DELIVERY)
            .should()
            .dependOnClassesThat(resideInAPackage("io.leadflux.reactor..").and(not(resideInAPackage(DELIVERY))))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..");

    @ArchTest
    static final ArchRule store_knowsCoreAlone = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat(resideInAPackage("io.leadflux.reactor..").and(not(resideInAPackage(STORE))))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..", "reactor.core..");

    @ArchTest
    static final ArchRule doors_knowDeliveryAlone = noClasses()
            .that()
            .resideInAPackage(DOORS)
            .should()
            .dependOnClassesThat(resideInAPackage("io.leadflux.reactor.*..").and(not(resideInAPackage(DELIVERY))))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..");

    /** What is public for {@code io.leadflux.reactor} alone. */
    @ArchTest
    static final ArchRule engineTypes_areForTheDoorsAlone = noClasses()
            .that()
            .resideOutsideOfPackages(DOORS, DELIVERY)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    DeliveryEngine.class,
                    DeliveryOptions.class,
                    OutboundBatch.class,
                    PermitRequest.class,
                    Completion.class,
                    CallbackGuard.class,
                    DeadlineTimer.class);

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.leadflux.(reactor.*)..").should().beFreeOfCycles();

    /** Everything else is in the production jar, which the test kit is not part of. */
    @ArchTest
    static final ArchRule production_knowsNoTestKit = noClasses()
            .that()
            .resideOutsideOfPackage("io.leadflux.reactor.emulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.leadflux.reactor.emulator..", "org.junit..");

    /** It is compiled on the tests' class path, but is used without it; its extension is for JUnit alone. */
    @ArchTest
    static final ArchRule testKit_usesNoLibraryOfTheTests = noClasses()
            .that()
            .resideInAPackage("io.leadflux.reactor.emulator..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "io.leadflux..",
                    "io.netty..",
                    "reactor..",
                    "org.reactivestreams..",
                    "org.jspecify..",
                    "org.junit.jupiter.api.extension..",
                    "tools.jackson.core..");

    @ArchTest
    static final ArchRule jackson_isForTheEmulatorAlone = noClasses()
            .that()
            .resideOutsideOfPackages("io.leadflux.reactor.emulator..", "io.leadflux.reactor.webflux..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..");

    @ArchTest
    static final ArchRule boot_isForItsPackageAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.leadflux.reactor.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.boot..", "io.leadflux.reactor.spring..");

    @ArchTest
    static final ArchRule spring_isForTwoPackagesAlone = noClasses()
            .that()
            .resideOutsideOfPackages("io.leadflux.reactor.webflux..", "io.leadflux.reactor.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule micrometer_isForTwoPackagesAlone = noClasses()
            .that()
            .resideOutsideOfPackages("io.leadflux.reactor.metrics..", "io.leadflux.reactor.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule nothing_reflects = noClasses()
            .that()
            .resideInAnyPackage("io.leadflux.reactor.metrics..", "io.leadflux.reactor.spring..")
            .and()
            .haveNameNotMatching(".*\\.Boot3HealthIndicator(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect..");

    @ArchTest
    static final ArchRule subscribers_passTheContextOn = classes()
            .that()
            .implement(CoreSubscriber.class)
            .and()
            .areNotAssignableTo("reactor.core.publisher.BaseSubscriber")
            .should(new com.tngtech.archunit.lang.ArchCondition<>("declare currentContext()") {
                @Override
                public void check(
                        com.tngtech.archunit.core.domain.JavaClass type,
                        com.tngtech.archunit.lang.ConditionEvents events) {
                    boolean declared = type.tryGetMethod("currentContext").isPresent();
                    events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                            type, declared, type.getName() + (declared ? " declares it" : " does not declare it")));
                }
            });

    @ArchTest
    static final ArchRule packages_areNamedByWhatTheyHold = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..impl..", "..internal..", "..helper..", "..manager..");
}
