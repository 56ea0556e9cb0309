namespace Portal.Workers.Evaluation;

/// <summary>Section <c>Portal:LocalCluster</c>: the bundled clusters, registered at start. Without an address nothing is registered.</summary>
public sealed class EvaluationOptions
{
    public const string Section = "Portal:LocalCluster";

    /// <summary>Bootstrap addresses of the cluster for dev.</summary>
    public string Bootstrap { get; set; } = "";

    /// <summary>Bootstrap addresses of the demo's second cluster, for prod.</summary>
    public string ProductionBootstrap { get; set; } = "";
}
