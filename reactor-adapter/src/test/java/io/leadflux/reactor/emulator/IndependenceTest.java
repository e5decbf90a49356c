package io.leadflux.reactor.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.leadflux.reactor.PublishedClasses;

/** A mistake of the client's validator, reader or encoder must not hide in the oracle. */
@AnalyzeClasses(packages = "io.leadflux.reactor.emulator", importOptions = PublishedClasses.class)
class IndependenceTest {

    @ArchTest
    static final ArchRule verdictsAreItsOwn = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.leadflux.validation..",
                    "io.leadflux.json..",
                    "io.leadflux.batch..",
                    "io.leadflux.reactor",
                    "io.leadflux.reactor.http..");

    @ArchTest
    static final ArchRule ofTheModelOnlyTheNames = noClasses()
            .should()
            .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "model classes besides EventName",
                    type -> type.getPackageName().equals("io.leadflux.event")
                            && !type.getSimpleName().equals("EventName")));
}
