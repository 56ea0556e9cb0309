namespace Portal.Core.Jobs.Previews;

/// <summary>What the Flink job of a preview is called: it is nobody's, and no list of jobs shows it.</summary>
public static class PreviewName
{
    private const string Prefix = "portal-preview-";

    /// <param name="jobId">Its own, so that no two have one name.</param>
    public static string Of(string jobId) => $"{Prefix}{jobId}";

    public static bool Is(string job) => job.StartsWith(Prefix, StringComparison.Ordinal);
}
