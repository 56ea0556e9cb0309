using System.Globalization;

namespace Portal.LocalCluster.Log;

/// <summary>
/// Puts a compacted segment in the place of those that it was made of. Its files are whole on the disk before they are renamed to
/// <c>.swap</c>, from when on they count; a start after a kill ends what was begun then, and deletes what wasn't.
/// </summary>
internal static class CleanedFiles
{
    public const string Unfinished = ".cleaned";
    private const string Finished = ".swap";

    /// <summary>From here on the cleaned segment is what holds.</summary>
    public static void Declare(OpenFiles files, Segment cleaned)
    {
        foreach (var path in new[] { cleaned.IndexPath, cleaned.Path })
        {
            files.Forget(path);
            File.Move(path, Swap(path), overwrite: true);
        }
    }

    /// <summary>Deletes what it replaces and gives the files their names, the log's last: as long as it has its own, a start does this again.</summary>
    public static void Replace(OpenFiles files, string directory, long baseOffset, IEnumerable<Segment> replaced)
    {
        var segment = new Segment(files, directory, baseOffset);
        foreach (var each in replaced.Where(each => each.BaseOffset != baseOffset))
        {
            each.Delete();
        }

        foreach (var path in new[] { segment.IndexPath, segment.Path })
        {
            files.Forget(path);
            if (File.Exists(path + Finished))
            {
                File.Move(path + Finished, path, overwrite: true);
            }
        }
    }

    /// <summary>Ends, or takes back, what a kill interrupted.</summary>
    public static void Finish(OpenFiles files, string directory)
    {
        foreach (var path in Directory.GetFiles(directory, "*" + Unfinished))
        {
            File.Delete(path);
        }

        foreach (var path in Directory.GetFiles(directory, "*.log" + Finished))
        {
            var baseOffset = Offset(path);
            var end = End(files, path);
            var replaced = Directory
                .GetFiles(directory, "*.log")
                .Select(Offset)
                .Where(offset => offset >= baseOffset && offset < end);
            Replace(files, directory, baseOffset, [.. replaced.Select(each => new Segment(files, directory, each))]);
        }

        foreach (var path in Directory.GetFiles(directory, "*" + Finished))
        {
            // An index whose log didn't come to be renamed.
            File.Delete(path);
        }
    }

    private static string Swap(string cleaned) => cleaned[..^Unfinished.Length] + Finished;

    private static long Offset(string path) =>
        long.Parse(Path.GetFileName(path).Split('.')[0], CultureInfo.InvariantCulture);

    private static long End(OpenFiles files, string path)
    {
        try
        {
            using var file = files.Lend(path);
            var size = (int)RandomAccess.GetLength(file.Handle);
            return SegmentScan.Batches(file, 0, size).Select(batch => batch.Header.LastOffset + 1).LastOrDefault(-1);
        }
        finally
        {
            files.Forget(path);
        }
    }
}
