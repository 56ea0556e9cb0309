using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>Labels as a person types them: a key and a value on each line.</summary>
internal static class LabelLines
{
    public static string Of(Labels labels) =>
        string.Join('\n', labels.Values.Select(label => $"{label.Key}={label.Value}"));

    /// <returns>Those that could be read, and what is wrong with the first line that couldn't.</returns>
    public static (Labels Labels, string? Problem) Read(string typed)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        string? problem = null;
        foreach (var line in typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is not [var key, var value])
            {
                problem ??= $"“{line}” has no “=”: write key=value.";
            }
            else if (!read.TryAdd(key, value))
            {
                problem ??= $"The label {key} is here twice.";
            }
        }

        return (new(read), problem ?? new Labels(read).Problems().FirstOrDefault()?.Words);
    }
}
