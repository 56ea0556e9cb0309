using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;
using Portal.Engines.Flink;
using Portal.Tests.Applying;

namespace Portal.Tests.Jobs;

/// <summary>Statements with a mistake, as whatever answers as Flink has them explained.</summary>
internal static class BadSql
{
    private const string Orders = "dev.`hints.in`";
    private const string Counts = "dev.`hints.out`";

    /// <summary>What is said behind the planner's own sentence, at the line where the mistake is.</summary>
    private static readonly (string Sql, int Line, string Hint)[] Mistakes =
    [
        ($"INSERT INTO {Counts}\nSELECT `valu` FROM {Orders}", 2, "Did you mean `value`, of dev.hints.in?"),
        ($"INSERT INTO {Counts}\nSELECT x.`value` FROM {Orders}", 2, "It is neither a topic, a view of this job, nor"),
        ($"INSERT INTO {Counts}\nSELECT UPER(`value`) FROM {Orders}", 2, "Did you mean UPPER?"),
        (
            $"INSERT INTO {Counts} SELECT `value` FROM (SELECT `value`, COUNT(*) AS n\nFROM {Orders} GROUP BY `value`)",
            1,
            "Mark dev.hints.out as a table of upserts with a key (writes: upsert, key)"
        ),
        ($"INSERT INTO {Counts} SELECT CHAR_LENGTH(`value`)\nFROM {Orders}", 1, "CAST(… AS STRING)."),
        (
            $"INSERT INTO {Counts} SELECT `value`, `value`\nFROM {Orders}",
            1,
            "The topic has these columns: value: STRING"
        ),
        (
            $"INSERT INTO {Counts}\nSELECT MAX(`value`), event_time FROM {Orders} GROUP BY `value`",
            2,
            "Add event_time to GROUP BY"
        ),
        ($"INSERT INTO {Counts}\nSELECT `value` FORM {Orders}", 2, "Did you mean FROM instead of FORM?"),
    ];

    public static async Task Play(string bootstrap, string flink, string gateway)
    {
        await using var world = await WorkerWorld.OnFlink(bootstrap, flink, gateway);
        await world.SeeTopic("hints.in");
        await world.SeeTopic("hints.out");
        foreach (var (sql, line, hint) in Mistakes)
        {
            var fault = await Fault(world, sql);
            fault.Words.ShouldContain(hint, Case.Sensitive, sql);
            fault.Line.ShouldBe(line, sql);
        }
    }

    private static async Task<SqlFault> Fault(WorkerWorld world, string sql)
    {
        var definition = JobWorlds.Spec(sql).Definition;
        var tables = await world.Tables("hints", definition);
        var explained = await (await world.Flink()).Explain(
            JobSubmission.Of("hints", JobSubmission.NoJob, definition, tables, from: null),
            CancellationToken.None
        );
        return explained.Faults.ShouldHaveSingleItem(sql);
    }
}
