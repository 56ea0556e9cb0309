using System.Text.Json;

namespace Portal.LocalCluster.Log;

/// <summary>Before which offset a partition's records were deleted by request, as kept beside its segments: no longer readable, though a segment may hold them still.</summary>
internal static class DeletedRecords
{
    private const string FileName = "deleted-below";

    /// <exception cref="InvalidDataException">What was written isn't a number: records that were deleted would come back.</exception>
    public static long Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<long>(File.ReadAllBytes(path)) : 0;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is damaged: {fault.Message}", fault);
        }
    }

    public static void Write(string directory, long below)
    {
        var path = Path.Combine(directory, FileName);
        using (var file = File.Create(path + ".new"))
        {
            JsonSerializer.Serialize(file, below);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
