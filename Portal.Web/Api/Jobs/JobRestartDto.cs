using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>How a job is started again after a failure.</summary>
public sealed record JobRestartDto(
    RestartStrategy Strategy,
    [property: Description("Of fixed-delay: how many times."), Range(1, JobRestart.MostAttempts)] int? Attempts = null,
    [property:
        Description("Before a restart; of exponential-delay before the first. Left out for none."),
        Range(1, JobRestart.LongestDelaySeconds)
    ]
        int? DelaySeconds = null,
    [property: Description("Of exponential-delay: the longest pause."), Range(1, JobRestart.LongestDelaySeconds)]
        int? MaxDelaySeconds = null
)
{
    public static JobRestartDto Of(JobRestart restart) =>
        new(restart.Strategy, restart.Attempts, restart.DelaySeconds, restart.MaxDelaySeconds);

    public JobRestart ToRestart() => new(Strategy, Attempts, DelaySeconds, MaxDelaySeconds);
}
