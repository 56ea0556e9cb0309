namespace Portal.Core.Resources;

/// <summary>What one of several resources is called where a name may stand for more than one of them.</summary>
public static class DistinctName
{
    /// <returns>"orders", and with its kind or its cluster where another of them has its name: "topic orders on eu-1".</returns>
    /// <param name="others">Kind, cluster and name of all of them.</param>
    /// <param name="cluster">The resource's, as people know it.</param>
    public static string Of(ResourceRef resource, string cluster, IEnumerable<ResourceRef> others)
    {
        var namesakes = others.Where(other => other.Name == resource.Name).ToList();
        var kind = namesakes.Exists(other => other.Kind != resource.Kind) ? $"{resource.Kind} " : "";
        var place = namesakes.Exists(other => other.Cluster != resource.Cluster) ? $" on {cluster}" : "";
        return $"{kind}{resource.Name}{place}";
    }
}
