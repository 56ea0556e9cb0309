using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;

namespace Portal.Core.Jobs;

/// <summary>What stands against how a job reads its topics, by their schemas and settings as they were last seen, by field. Pure.</summary>
internal static class SeenSources
{
    /// <param name="tables">As they would be generated now.</param>
    /// <param name="beside">What the same request is about: a topic or a schema of it is known when the plan is computed.</param>
    public static IReadOnlyList<FieldProblem> Problems(
        JobDefinition definition,
        IReadOnlyCollection<JobTable> tables,
        IReadOnlyCollection<ResourceRef> beside
    )
    {
        var changed = beside.Select(on => on.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from numbered in (definition.Sources ?? []).Select((source, i) => (Source: source, Number: i))
            join table in tables on numbered.Source.Table equals table.Name
            where table.ProblemField is not null
            let topic = JobTableName.Declared(table.Name, isWritten: false).Topic
            where !SubjectName.OfTopic(topic).Append(topic).Any(changed.Contains)
            select new FieldProblem($"sources[{numbered.Number}].{table.ProblemField}", table.Problem!),
        ];
    }
}
