using System.Collections.Immutable;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;

namespace Portal.Core.Jobs;

/// <summary>What a job writes to its dead-letter topic. Pure.</summary>
internal static class DeadLetters
{
    /// <summary>The tables with that topic's INSERT, or with what keeps it from being made.</summary>
    public static ImmutableArray<JobTable> Over(
        string job,
        JobDefinition definition,
        ImmutableArray<JobTable> tables
    ) =>
        tables.FirstOrDefault(t => t.Name == definition.DeadLetters) is { Statement: not null } topic
            ? tables.Replace(topic, Of(job, topic, tables))
            : tables;

    private static JobTable Of(string job, JobTable topic, ImmutableArray<JobTable> tables)
    {
        ImmutableArray<JobTableName> sources =
        [
            .. tables.Where(t => t.Raw is not null).Select(t => JobTableName.Declared(t.Name, isWritten: false)),
        ];
        if (sources.IsEmpty)
        {
            return tables.Any(t => t.Problem is not null)
                ? topic
                : topic with
                {
                    Ddl = null,
                    Statement = null,
                    Problem =
                        "None of the topics that the job reads is JSON by its schema: without a schema a record is one text, and none is skipped. Set the policy for deserialization errors to fail.",
                };
        }

        var insert = DeadLetterTable.Insert(job, JobTableName.Declared(topic.Name, isWritten: true), sources);
        return topic with { Insert = insert, Ddl = $"{topic.Ddl};\n{insert}" };
    }
}
