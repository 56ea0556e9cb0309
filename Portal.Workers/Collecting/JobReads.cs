using Portal.Core.Jobs.Sql;

namespace Portal.Workers.Collecting;

/// <summary>
/// What jobs of SQL read, by their statements: these are parsed once for all clusters of an environment, and kept while a job that
/// runs has them.
/// </summary>
internal sealed class JobReads
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<JobTableName>?>> _byEnvironment = new(
        StringComparer.Ordinal
    );

    /// <param name="statements">Those of all jobs that run in the environment: what was kept of others is forgotten.</param>
    /// <returns>By statements the topics that they read; null where they aren't understood whole: such may read more.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<JobTableName>?> Of(
        string environment,
        IEnumerable<string> statements
    )
    {
        // Clusters are looked at side by side: whoever comes second waits for what the first one parses.
        lock (_gate)
        {
            var known = _byEnvironment.GetValueOrDefault(environment);
            var read = new Dictionary<string, IReadOnlyList<JobTableName>?>(StringComparer.Ordinal);
            foreach (var sql in statements.Distinct(StringComparer.Ordinal))
            {
                IReadOnlyList<JobTableName>? before = null;
                read[sql] = known?.TryGetValue(sql, out before) == true ? before : Parsed(sql);
            }

            return _byEnvironment[environment] = read;
        }
    }

    private static List<JobTableName>? Parsed(string statements)
    {
        var script = JobScript.Draft(statements);
        var reads = script.Reads.ToList();
        return script.Faults.IsEmpty && reads.Count > 0 ? reads : null;
    }
}
