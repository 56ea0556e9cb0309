namespace Portal.Web.Features.Kinds;

/// <summary>A cluster that something can be requested on.</summary>
/// <param name="Brokers">Null: not measured yet.</param>
/// <param name="HasKafka">False: it has Flink alone.</param>
public sealed record RequestCluster(string Name, string Environment, int? Brokers, bool HasKafka = true)
{
    /// <summary>Jobs are started there by SQL; false: by JARs alone, or it has no Flink.</summary>
    public bool StartsSql { get; init; }
}
