package io.leadflux.reactor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import reactor.core.CoreSubscriber;

@AnalyzeClasses(packages = "io.leadflux.reactor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule engine_knowsNoTransport = noClasses()
            .that()
            .resideInAPackage("io.leadflux.reactor")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..", "io.leadflux.reactor.*..");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.leadflux.reactor.(*)..").should().beFreeOfCycles();

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
