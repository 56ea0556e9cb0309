namespace Portal.Engines.Flink;

/// <summary>
/// Reads folders that another program writes, as another user may. What can't be read isn't taken for empty: a job whose checkpoints aren't seen
/// would be started a second time.
/// </summary>
internal static class FolderReading
{
    /// <summary>Of a job's folders, one below the other; those of some jobs stand for all.</summary>
    private const int MostLookedAt = 200;

    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 2,
        IgnoreInaccessible = false,
    };

    /// <exception cref="EngineException">Transient: somebody gives the right, or the disk answers again.</exception>
    public static T Of<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new EngineException(EngineFault.Transient, Words(refused), refused);
        }
        // Flink deletes checkpoints while others look.
        catch (IOException broken)
        {
            throw new EngineException(
                EngineFault.Transient,
                $"The folders of Flink's checkpoints and savepoints can't be read: {broken.Message}",
                broken
            );
        }
    }

    /// <summary>Why what lies in it can't be read, as a sentence; null when it can, and when it isn't there yet.</summary>
    public static string? Refusal(string folder)
    {
        try
        {
            if (Exists(folder))
            {
                // To go through them is to look into each.
                _ = Directory.EnumerateFileSystemEntries(folder, "*", Below).Take(MostLookedAt).Count();
            }

            return null;
        }
        catch (UnauthorizedAccessException refused)
        {
            return Words(refused);
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    // Directory.Exists says no as well where it may not look.
    public static bool Exists(string folder)
    {
        try
        {
            return File.GetAttributes(folder).HasFlag(FileAttributes.Directory);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static string Words(UnauthorizedAccessException refused) =>
        $"The portal's workers may not look into the folders of Flink's checkpoints and savepoints: {refused.Message} Give the user that they run as the right to read them, and what Flink writes there.";
}
