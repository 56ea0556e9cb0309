using Portal.Core.Jobs;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>What the studio shows: the request that the statements become, and what is known of them.</summary>
/// <param name="Request">As the form of a request goes on with it.</param>
public sealed record StudioView(RequestView Request, StudioVerdict Verdict)
{
    /// <summary>The job that is written.</summary>
    public JobForm Job => Request.Form.Resources.OfType<JobForm>().First();

    public RequestCluster? Cluster => Request.ClusterOf(Job);

    /// <summary>Clusters whose Flink has a SQL Gateway.</summary>
    public IReadOnlyList<RequestCluster> Places => [.. Request.PlacesOf(Job).Where(place => place.StartsSql)];

    public JobDefinition Definition => Job.Spec(Cluster).Definition;

    public bool IsBlank => string.IsNullOrWhiteSpace(Job.Statements);
}

/// <summary>What is known of the statements.</summary>
public abstract record StudioVerdict
{
    private StudioVerdict() { }

    /// <summary>Nothing is written yet.</summary>
    public sealed record Blank : StudioVerdict;

    /// <summary>Typed a moment ago, or on its way to Flink.</summary>
    /// <param name="Before">What was known of the text before this one; null: nothing.</param>
    public sealed record Checking(JobExplanation? Before) : StudioVerdict;

    public sealed record Checked(JobExplanation Explanation, DateTimeOffset At) : StudioVerdict;

    /// <summary>It isn't checked for this person, or not here.</summary>
    public sealed record Refused(string Words) : StudioVerdict;

    /// <summary>What was last known, of this text or of the one before.</summary>
    public JobExplanation? Known =>
        this switch
        {
            Checking(var before) => before,
            Checked(var explanation, _) => explanation,
            _ => null,
        };
}
