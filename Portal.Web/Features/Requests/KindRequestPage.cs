using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;

namespace Portal.Web.Features.Requests;

/// <summary>The form as it begins with one kind: a new resource, or a change to one that is there. Each kind says where.</summary>
public abstract class KindRequestPage : RequestPage
{
    [Parameter]
    public string? Cluster { get; set; }

    [Parameter]
    public string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "name")]
    public string? Suggested { get; set; }

    [SupplyParameterFromQuery(Name = "cluster")]
    public string? SuggestedCluster { get; set; }

    /// <summary>The resource to begin as, and beside it the name of its cluster.</summary>
    [SupplyParameterFromQuery(Name = "like")]
    public string? Like { get; set; }

    [SupplyParameterFromQuery(Name = "on")]
    public string? LikeOn { get; set; }

    protected abstract ResourceKind Kind { get; }

    protected virtual bool IsStream => false;

    /// <summary>What the address says of the kind's own fields; null for nothing.</summary>
    protected virtual string? Answers => null;

    protected override RequestOf What =>
        Cluster is not null && Name is not null
            ? new RequestOf.Change(Kind, Cluster, Name, Answers)
            : new RequestOf.New(
                Kind,
                Suggested,
                SuggestedCluster,
                IsStream,
                Like is { Length: > 0 } && LikeOn is { Length: > 0 } ? new Original(LikeOn, Like) : null,
                Answers
            );
}
