using System.Xml;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>When a job that failed is started again, by Flink's restart strategies.</summary>
internal sealed class RestartPauses(PlanOptions options, TimeSpan calm)
{
    private const double Growth = 1.5;
    private TimeSpan _next = options.RestartDelay;
    private int _restarts;

    /// <summary>As Flink's /config puts it.</summary>
    public static string InWords(PlanOptions options) =>
        options.RestartStrategy switch
        {
            "none" => "Restart deactivated.",
            "fixed-delay" =>
                $"Restart with fixed delay ({XmlConvert.ToString(options.RestartDelay)}). #{options.RestartAttempts} restart attempts.",
            _ =>
                $"Restart with exponential delay: starting at {options.RestartDelay.TotalSeconds:0} s, increasing by {Growth}, with maximum {options.LongestRestartDelay.TotalSeconds:0} s.",
        };

    /// <param name="ran">Since its last start.</param>
    /// <returns>How long to wait; null: it fails for good.</returns>
    public TimeSpan? Next(TimeSpan ran)
    {
        switch (options.RestartStrategy)
        {
            case "none":
                return null;
            case "fixed-delay":
                return _restarts++ < options.RestartAttempts ? options.RestartDelay : null;
            default:
                var pause = ran > calm ? options.RestartDelay : _next;
                var longer = pause * Growth;
                _next = longer < options.LongestRestartDelay ? longer : options.LongestRestartDelay;
                return pause;
        }
    }
}
