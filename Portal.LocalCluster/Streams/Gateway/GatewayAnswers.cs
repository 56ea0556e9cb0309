using System.Globalization;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>Results as the SQL Gateway writes them.</summary>
internal static class GatewayAnswers
{
    private static readonly string[] Kinds = ["INSERT", "UPDATE_BEFORE", "UPDATE_AFTER", "DELETE"];
    private static readonly JsonValues Values = new(isIso: true, isPlain: true);

    public static JsonObject Page(Operation operation, string next, IReadOnlyList<Change>? rows)
    {
        var answer = new JsonObject
        {
            ["resultType"] = rows is null ? "EOS" : "PAYLOAD",
            ["isQueryResult"] = operation.Live is not null,
        };
        if (operation.JobId is { } job)
        {
            answer["jobID"] = job;
        }

        answer["resultKind"] = operation.ResultKind;
        answer["results"] = new JsonObject
        {
            ["columns"] = new JsonArray([.. operation.Columns.Select(Column)]),
            ["rowFormat"] = "JSON",
            ["data"] = new JsonArray([.. (rows ?? []).Select(row => Row(row, operation.Columns))]),
        };
        if (rows is not null)
        {
            answer["nextResultUri"] = next;
        }

        return answer;
    }

    /// <summary>A failure as Flink answers it: a stack trace whose causes are read by clients.</summary>
    public static JsonObject Trace(string outer, params string[] causes)
    {
        var trace =
            $"<Exception on server side:\norg.apache.flink.table.gateway.api.utils.SqlGatewayException: {outer}\n{string.Concat(causes.Select(cause => $"Caused by: {cause}\n"))}\nEnd of exception on server side>";
        return new() { ["errors"] = new JsonArray("Internal server error.", trace) };
    }

    public static JsonObject Failed(Operation operation, SqlException error) =>
        Trace(
            "Failed to fetchResults.",
            $"org.apache.flink.table.gateway.service.utils.SqlExecutionException: Failed to execute the operation {operation.Handle}.",
            $"{error.ExceptionClass}: {error.Message}"
        );

    private static JsonObject Column(Column column) =>
        new()
        {
            ["name"] = column.Name,
            ["logicalType"] = Type(column.Type),
            ["comment"] = null,
        };

    private static JsonObject Type(SqlType type)
    {
        var json = new JsonObject { ["type"] = Word(type.Root), ["nullable"] = type.IsNullable };
        switch (type.Root)
        {
            case TypeRoot.Char or TypeRoot.String or TypeRoot.Bytes:
                json["length"] = type.Length;
                break;
            case TypeRoot.Decimal:
                (json["precision"], json["scale"]) = (type.Length, type.Scale);
                break;
            case TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz:
                json["precision"] = type.Length;
                break;
            case TypeRoot.Array:
                json["elementType"] = Type(type.Items[0]);
                break;
            case TypeRoot.Map:
                (json["keyType"], json["valueType"]) = (Type(type.Items[0]), Type(type.Items[1]));
                break;
            case TypeRoot.Row:
                json["fields"] = new JsonArray([
                    .. type.Items.Select(
                        (item, i) => new JsonObject { ["name"] = type.Names[i], ["fieldType"] = Type(item) }
                    ),
                ]);
                break;
        }

        return json;
    }

    private static string Word(TypeRoot root) =>
        root switch
        {
            TypeRoot.String => "VARCHAR",
            TypeRoot.Int => "INTEGER",
            TypeRoot.Bytes => "VARBINARY",
            TypeRoot.Time => "TIME_WITHOUT_TIME_ZONE",
            TypeRoot.Timestamp => "TIMESTAMP_WITHOUT_TIME_ZONE",
            TypeRoot.TimestampLtz => "TIMESTAMP_WITH_LOCAL_TIME_ZONE",
            TypeRoot.Interval => "INTERVAL_DAY_TIME",
            TypeRoot.Months => "INTERVAL_YEAR_MONTH",
            _ => root.ToString().ToUpperInvariant(),
        };

    private static JsonObject Row(Change row, IReadOnlyList<Column> columns) =>
        new()
        {
            ["kind"] = Kinds[(int)row.Kind],
            ["fields"] = new JsonArray([.. row.Row.Select((value, i) => Value(value, columns[i].Type))]),
        };

    private static JsonNode? Value(object? value, SqlType type)
    {
        if (value is double number && !double.IsFinite(number) || value is float few && !float.IsFinite(few))
        {
            return JsonValue.Create(
                Convert.ToDouble(value, CultureInfo.InvariantCulture) is double.NaN ? "NaN"
                : value is double.PositiveInfinity or float.PositiveInfinity ? "Infinity"
                : "-Infinity"
            );
        }

        var bytes = new JsonBytes();
        Values.Write(bytes, value, type);
        return JsonNode.Parse(bytes.Written);
    }
}
