package org.prmscope.synthesis;

/// How a quantity of a word problem follows from others.
public enum RelationKind {
    GROUPS,
    TWO_KINDS,
    DOZENS,
    WEEKS_TO_DAYS,
    YEARS_TO_MONTHS,
    HOURS_TO_MINUTES,
    MINUTES_TO_HOURS,
    METERS_TO_CENTIMETERS,
    KILOGRAMS_TO_GRAMS,
    FEET_TO_INCHES,
    DAYS_TO_HOURS,
    DOLLARS_TO_CENTS,
    RATE,
    MORE,
    LESS,
    TIMES_AS_MANY,
    MORE_THAN,
    FEWER_THAN,
    TOGETHER,
    DIFFERENCE,
    FRACTION,
    PERCENT,
    REST,
    SHARE,
    PRICE,
    TIME_EACH
}
