namespace Portal.Core.Jobs.Rehearsals;

/// <summary>What the Flink job of a rehearsal is called: as the job that it rehearses, with an ending. It is nobody's, and its change ends it.</summary>
public static class RehearsalName
{
    private const string Start = ".rehearsal-";
    private const int Mark = 8;

    /// <summary>All such names, for LIKE.</summary>
    internal static readonly string Pattern = $"%{Start}{new string('_', Mark)}";

    /// <param name="jobId">Its own, so that no two have one name.</param>
    public static string Ending(string jobId) => $"{Start}{jobId[..Mark]}";
}
