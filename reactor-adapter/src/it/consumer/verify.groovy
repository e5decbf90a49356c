def path = { file -> new File(file).text.trim().split(File.pathSeparator) as List }
def names = { jars -> jars.collect { new File(it).name } }

def consumer = path("$basedir/target/class-path.txt")
def tested = names(path("$basedir/../../tested-class-path.txt"))

// The version is in a jar's name: what the consumer gets is what the tests ran with.
def untested = names(consumer).findAll { !it.startsWith('leadflux-') && !(it in tested) }
assert untested.isEmpty()

// Each of the libraries whose version matters is there, and nothing that is optional.
assert ['netty-common', 'reactor-core', 'reactor-netty-http', 'jackson-core', 'jctools-core'].every { library ->
    names(consumer).any { it.startsWith("$library-") }
}
assert names(consumer).findAll { it =~ /^(spring|micrometer|junit|assertj)/ }.isEmpty()

def java = new File(System.getProperty('java.home'), 'bin/java').path
def main = [java, '-cp', "$basedir/target/classes${File.pathSeparator}${consumer.join(File.pathSeparator)}", 'example.Main']
def run = main.execute()
assert run.text.contains('complete: true')
assert run.waitFor() == 0
