namespace Portal.Web.Features.Jobs.Fields;

/// <summary>How a job is started again after a failure, as it is chosen: no choice is one too.</summary>
public enum RestartChoice
{
    /// <summary>As its Flink has it for all jobs.</summary>
    ByFlink,
    ExponentialDelay,
    FixedDelay,
    None,
}
