namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>The functions that make one value of many rows.</summary>
public static class AggregateNames
{
    private static readonly HashSet<string> All = new(StringComparer.Ordinal)
    {
        "COUNT",
        "SUM",
        "AVG",
        "MIN",
        "MAX",
        "FIRST_VALUE",
        "LAST_VALUE",
        "LISTAGG",
        "STDDEV_POP",
        "STDDEV_SAMP",
        "STDDEV",
        "VAR_POP",
        "VAR_SAMP",
        "VARIANCE",
        "COLLECT",
        "ARRAY_AGG",
    };

    public static IEnumerable<string> Names => All;

    public static bool Has(string name) => All.Contains(name);
}
