using Portal.Schemas.Compatibility;

namespace Portal.Schemas.Protobuf;

/// <summary>Protobuf's answer to who can read whom.</summary>
public static class ProtobufCompatibility
{
    /// <summary>Why a reader's schema doesn't fit what is written by a writer's; nothing: it does.</summary>
    public static IReadOnlyList<Unreadable> Unreadable(ProtobufSchema reader, ProtobufSchema writer) =>
        reader == writer ? [] : new ProtobufDiff(reader, writer).All();
}
