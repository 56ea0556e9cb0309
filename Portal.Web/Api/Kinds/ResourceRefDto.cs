using System.ComponentModel;

namespace Portal.Web.Api.Kinds;

/// <summary>Which resource.</summary>
public sealed record ResourceRefDto(
    [property: Description("topic, …")] string Kind,
    [property: Description("The cluster's name.")] string Cluster,
    string Name
);
