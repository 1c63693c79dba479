/// Classes that break the project's rules on purpose, so that the rules are seen to bite.
package org.prmscope.core.canary;
