#!/usr/bin/env bash
# Makes an application image (default) or a package of PRMScope with its own Java runtime.
#
#   installers/linux/package.sh [app-image|deb|rpm] [OUTPUT_FOLDER]
#
# Run `mvn -q -DskipTests package` first. Needs the JDK 25 that jpackage comes with.
set -euo pipefail
cd "$(dirname "$0")/../.."

type=${1:-app-image}
out=${2:-target/installer}
home=target/prmscope
[ -f "$home/lib/prmscope.jar" ] || { echo "run first: mvn -q -DskipTests package" >&2; exit 3; }

jpackage=""
for jdk in "${PRMSCOPE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
  if [ -x "$jdk/bin/jpackage" ] && [ -r "$jdk/release" ]; then
    release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
    [ "${release:-0}" -ge 25 ] && { jpackage=$jdk/bin/jpackage; break; }
  fi
done
[ -n "$jpackage" ] || { echo "no jpackage of a JDK 25 found; set PRMSCOPE_JAVA_HOME" >&2; exit 3; }

# The image takes the program's libraries but not the build-only files beside them.
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp "$home"/lib/*.jar "$stage"
version=$(sed -n 's|.*<version>\([0-9.]*\)-\{0,1\}.*</version>.*|\1|p' pom.xml | head -n 1)

rm -rf "$out/prmscope"
mkdir -p "$out"
"$jpackage" --type "$type" --name prmscope --app-version "${version%.}" --dest "$out" \
  --input "$stage" --main-jar prmscope.jar --main-class org.prmscope.Launcher \
  --add-modules java.se,jdk.unsupported,jdk.zipfs,jdk.management,jdk.crypto.ec,jdk.jsobject,jdk.xml.dom,jdk.charsets \
  --java-options --enable-native-access=ALL-UNNAMED \
  --java-options --sun-misc-unsafe-memory-access=allow \
  --java-options -Djava.awt.headless=true \
  --description "A workbench for generative process reward models" --vendor PRMScope
echo "made $out"
