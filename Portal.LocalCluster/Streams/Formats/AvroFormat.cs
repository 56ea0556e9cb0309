using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.LocalCluster.Streams.Types;
using Portal.Schemas.Avro;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>Avro behind the number of its schema, which a Confluent-compatible registry gives: a zero, four bytes of the number, the record.</summary>
public sealed class AvroFormat : IRowFormat
{
    private const int Envelope = 5;
    private readonly IReadOnlyList<Field> _fields;
    private readonly string _url;
    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue? _signIn;
    private readonly string? _subject;
    private readonly string? _text;
    private readonly AvroSchema? _schema;
    private readonly Dictionary<int, AvroSchema> _writers = [];
    private int? _id;

    public AvroFormat(IReadOnlyList<Field> fields, FormatOptions options)
    {
        _fields = fields;
        _url = (
            options.Get("avro-confluent.url")
            ?? throw new SqlDataException("avro-confluent needs the option 'avro-confluent.url'.")
        ).TrimEnd('/');
        (_http, _signIn) = (RegistryHttp.Client(options), RegistryHttp.SignIn(options));
        (_subject, _text) = (options.Get("avro-confluent.subject"), options.Get("avro-confluent.schema"));
        _schema = _text is null ? null : Schema(_text);
    }

    public object?[] Decode(byte[] bytes)
    {
        if (bytes.Length < Envelope || bytes[0] != 0)
        {
            throw new SqlDataException(
                "Failed to deserialize Avro record: Unknown data format. Magic number does not match"
            );
        }

        var id = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1));
        if (!_writers.TryGetValue(id, out var writer))
        {
            _writers[id] = writer = Schema(
                Ask(HttpMethod.Get, $"/schemas/ids/{id}", null).GetProperty("schema").GetString()!
            );
        }

        return new AvroBinary(writer, bytes, Envelope).Row(_fields);
    }

    public byte[] Encode(object?[] values)
    {
        var schema =
            _schema
            ?? throw new SqlDataException(
                "To write avro-confluent, name the schema with the option 'avro-confluent.schema'."
            );
        _id ??= Register();
        using var bytes = new MemoryStream();
        var head = new byte[Envelope];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), _id.Value);
        bytes.Write(head);
        new AvroWriting(schema, bytes).Row(_fields, values);
        return bytes.ToArray();
    }

    private int Register()
    {
        var subject =
            _subject
            ?? throw new SqlDataException(
                "To write avro-confluent, name the subject with the option 'avro-confluent.subject'."
            );
        return Ask(HttpMethod.Post, $"/subjects/{Uri.EscapeDataString(subject)}/versions", new { schema = _text })
            .GetProperty("id")
            .GetInt32();
    }

    private static AvroSchema Schema(string text) =>
        AvroReading.Read(text) is AvroRead.Fine fine
            ? fine.Schema
            : throw new SqlDataException("The Avro schema can't be read.");

    // The job's own thread waits: without the schema it can't go on with this record.
    private JsonElement Ask(HttpMethod method, string path, object? body)
    {
        try
        {
            using var request = new HttpRequestMessage(method, _url + path);
            request.Content = body is null ? null : JsonContent.Create(body);
            request.Headers.Authorization = _signIn;
            using var answer = _http.Send(request);
            using var text = new StreamReader(answer.Content.ReadAsStream());
            var content = text.ReadToEnd();
            return answer.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<JsonElement>(content)
                : throw new SqlDataException(
                    $"The schema registry answered {(int)answer.StatusCode} for {path}: {content}"
                );
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException)
        {
            throw new SqlDataException($"The schema registry at {_url} doesn't answer: {away.Message}");
        }
    }
}
