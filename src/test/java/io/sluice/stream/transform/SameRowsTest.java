package io.sluice.stream.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.RejectedException;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same record gives the same rows, on any day and on any machine. */
class SameRowsTest {

    @ParameterizedTest
    @DisplayName("a time of day, to which Spark would add today, rejects its record")
    @ValueSource(
            strings = {
                "CAST(name AS TIMESTAMP)",
                "timestamp(name)",
                "to_timestamp(name)",
                "to_timestamp_ltz(name)",
                "date_trunc('HOUR', name)",
                "date_format(name, 'yyyy')",
                "unix_micros(CAST(name AS TIMESTAMP))",
                "hour(name)",
                "CAST(CAST(name AS TIMESTAMP) AS DATE)",
                "timestampadd(HOUR, 1, name)",
                "to_utc_timestamp(name, 'Europe/Berlin')",
                "name < _timestamp",
                "transform(array(name), t -> CAST(t AS TIMESTAMP))",
                "if(id = 1, CAST(name AS TIMESTAMP), _timestamp)",
            })
    void timesOfDay(String expression) throws Exception {
        Bench bench = new Bench("SELECT " + expression + " AS x FROM source");
        for (String time :
                new String[] {"12:34:56", "1:2", " 12:34", "T12:34:56", "T12", "\u0001 12:34:56.789+01:00"}) {
            assertThatThrownBy(() -> bench.rows(1, time))
                    .as(time)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("is a time of day, which Spark would read as of today");
        }
        assertThat(bench.rows(1, "2024-01-31 12:34:56")).hasSize(1);
        assertThat(bench.rows(1, " 2024-01-31T12:34:56.5+01:00")).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("where NULL was asked for, a time of day is NULL")
    @ValueSource(
            strings = {
                "try_cast(name AS TIMESTAMP)",
                "try_to_timestamp(name)",
                "from_json(concat('{\"t\":\"', name, '\"}'), 't TIMESTAMP').t",
                "from_json(concat('{\"t\":\"', name, '\"}'), 't TIMESTAMP', map('enableDateTimeParsingFallback', 'true')).t",
                "from_json(concat('{\"s\":[{\"t\":\"', name, '\"}]}'), 's ARRAY<STRUCT<t: TIMESTAMP>>').s[0].t",
                "from_json(concat('{\"t\":\"', name, '\"}'), 't TIMESTAMP_NTZ').t",
                "from_json(concat('{\"t\":\"', name, '\"}'), 't DATE').t",
                "try_cast(name AS TIMESTAMP_NTZ)",
                "try_cast(name AS DATE)",
            })
    void nullForTimesOfDay(String expression) throws Exception {
        Bench bench = new Bench("SELECT " + expression + " AS x FROM source");
        for (String time : new String[] {"12:34:56", "1:2", "T12:34:56", "T12"}) {
            assertThat(bench.rows(1, time)).as(time).containsExactly("[null]");
        }
        assertThat(bench.rows(1, "2024-01-31 12:34:56")).doesNotContain("[null]");
        assertThat(bench.rows(1, "2024-01-31")).doesNotContain("[null]");
    }

    @Test
    @DisplayName("from_json reads the usual forms of a time, or those of the format that it is given")
    void jsonTimes() throws Exception {
        String parsed =
                "SELECT CAST(from_json(concat('{\"t\":\"', name, '\"}'), 't TIMESTAMP').t AS STRING) AS x FROM source";
        Bench bench = new Bench(parsed);
        for (String time : new String[] {
            "2024-01-31T12:34:56Z",
            "2024-01-31T13:34:56+01:00",
            "2024-01-31T13:34:56+0100",
            "2024-01-31T13:34:56+01",
            "2024-01-31T13:34:56.000+0100",
            "2024-01-31 12:34:56",
            "2024-01-31T12:34:56.000000",
            "2024-01-31T12:34:56.000000999Z"
        }) {
            assertThat(bench.rows(1, time)).as(time).containsExactly("[2024-01-31 12:34:56]");
        }
        String digits = "1234567";
        for (int n = 1; n <= digits.length(); n++) {
            String micros = digits.substring(0, Math.min(n, 6));
            assertThat(bench.rows(1, "2024-01-31T12:34:56." + digits.substring(0, n) + "Z"))
                    .as(n + " digits")
                    .containsExactly("[2024-01-31 12:34:56." + micros + "]");
        }
        assertThat(bench.rows(1, "2024-01-31 12:34+01")).containsExactly("[2024-01-31 11:34:00]");
        assertThat(bench.rows(1, "2024-01-31")).containsExactly("[2024-01-31 00:00:00]");
        for (String other : new String[] {"2024-01-31T12:34:56.", "2024-01-31T12:34:56 CET", "T12:34Z", "31.01.2024"}) {
            assertThat(bench.rows(1, other)).as(other).containsExactly("[null]");
        }
        assertThat(new Bench("SELECT CAST(from_json(concat('{\"t\":\"', name, '\"}'), 't TIMESTAMP',"
                                + " map('timestampFormat', 'dd.MM.yyyy HH:mm')).t AS STRING) AS x FROM source")
                        .rows(1, "31.01.2024 12:34"))
                .containsExactly("[2024-01-31 12:34:00]");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("refuses a constant that depends on the day, however it is written")
    @ValueSource(
            strings = {
                "CAST('12:34:56' AS TIMESTAMP)",
                "to_timestamp('12:34')",
                "_timestamp > '12:34'",
                "TIMESTAMP '12:34:56'",
                "TIMESTAMP 'T12'",
                "timestamp_ltz \" 12:34\"",
                "TIMESTAMP r'12:34'",
                "`TIMESTAMP` '12:34'",
                "TIMESTAMP '\\u0074oday'",
                "TIMESTAMP r'today'",
                "`date` 'today'",
                "DATE 'tod\\ay'",
                "unix_timestamp()",
                "current_date",
                "now()",
                "CAST('today' AS DATE)",
                "CAST('now' AS TIMESTAMP)",
                "rand()",
                "uuid()",
                "monotonically_increasing_id()",
                "current_timezone()",
                "CAST(tags AS ARRAY<TIMESTAMP>)",
                "CAST(map('a', name) AS MAP<STRING, TIMESTAMP>)",
                "CAST(struct(id, name) AS STRUCT<a: INT, b: TIMESTAMP>)",
            })
    void refusesConstantsThatDependOnTheDay(String expression) {
        assertThat(Bench.faults("SELECT id, " + expression + " AS x FROM source"))
                .isNotEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("patterns without a year or a day give the same time always")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CAST(to_timestamp(name, 'HH:mm:ss') AS STRING) | 1970-01-01 12:34:56",
                "CAST(CAST(name AS TIMESTAMP_NTZ) IS NULL AS STRING) | ",
                "CAST(from_json(concat('{\"t\":\"', name, '\"}'), 't TIMESTAMP', map('timestampFormat', 'HH:mm:ss')).t AS STRING) | 1970-01-01 12:34:56",
            })
    void partsOfATime(String expression, String expected) throws Exception {
        Bench bench = new Bench("SELECT " + expression + " AS x FROM source");
        if (expected == null) {
            assertThatThrownBy(() -> bench.rows(1, "12:34:56")).isInstanceOf(RejectedException.class);
        } else {
            assertThat(bench.rows(1, "12:34:56")).containsExactly("[" + expected + "]");
        }
    }

    @Test
    @DisplayName("letters change their case by no language's rules, and months have English names")
    void caseAndMonthsFollowNoLanguage() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(new Bench(
                                    "SELECT lower(name) AS a, upper(name) AS b, initcap(name) AS c, name ILIKE 'title i%' AS d,"
                                            + " ucase(name) AS e, lcase(name) AS f, date_format(_timestamp, 'MMMM EEEE') AS g,"
                                            + " format_number(id, 2) AS h FROM source")
                            .rows(12345, "TITLE i É"))
                    .containsExactly(
                            "[title i é,TITLE I É,Title I É,true,TITLE I É,title i é,November Tuesday,12,345.00]");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("refuses a pattern that Spark cannot use, with the letter, where it is defined")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "to_timestamp(name, 'EEE MMM dd HH:mm:ss Z yyyy') | letter E is for writing only",
                "to_date(name, 'YYYY-MM-dd') | it has no letter Y",
                "unix_timestamp(name, 'u') | it has no letter u",
                "date_format(_timestamp, 'yyyy-ww') | it has no letter w",
                "from_unixtime(id, 'b') | Unknown pattern letter: b",
                "to_timestamp(name, concat('EE', 'E')) | letter E is for writing only",
                "to_timestamp('Mon', 'EEE') | letter E is for writing only",
                "from_json(name, 't TIMESTAMP', map('timestampFormat', 'EEE')) | letter E is for writing only",
                "to_json(struct(_timestamp), map('timestampFormat', 'YYYY')) | it has no letter Y",
            })
    void refusesPatternsThatSparkCannotUse(String expression, String reason) {
        assertThat(Bench.faults("SELECT " + expression + " AS x FROM source"))
                .singleElement()
                .asString()
                .containsPattern("line 1, column [18]: the pattern '")
                .contains(reason)
                .doesNotContain("upgrad");
    }

    @Test
    @DisplayName("a pattern that comes with the record rejects it with a reason of the same kind")
    void patternOfTheRecord() throws Exception {
        Bench bench = new Bench("SELECT to_timestamp(name, amount) AS x FROM source");
        assertThatThrownBy(() -> bench.rows(1, "Mon", "EEE"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("'EEE'")
                .hasMessageNotContaining("upgrad")
                .hasMessageNotContaining("spark.sql");
    }
}
