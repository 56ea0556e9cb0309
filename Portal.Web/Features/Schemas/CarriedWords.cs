using Portal.Core.Schemas;
using Portal.Core.Wording;

namespace Portal.Web.Features.Schemas;

/// <summary>How much of a topic's newest records carries an id of a subject.</summary>
internal static class CarriedWords
{
    /// <summary>"480 of the newest 500 records, 12 kB".</summary>
    public static string Share(CarriedId carried) =>
        $"{Quantity.Count(carried.Records)} of the newest {Quantity.Of(carried.Of, "record", "records")}{(carried.Bytes is { } bytes ? $", {Quantity.Bytes(bytes)}" : "")}";

    /// <summary>"version 3 in its values".</summary>
    public static string Version(CarriedId carried) =>
        $"{(carried.Version is { } version ? $"version {version}" : $"id {carried.Id}")} in its {(carried.Part == RecordPart.Key ? "keys" : "values")}";
}
