namespace Portal.Schemas.Payloads;

/// <summary>A fault while it is still known by its place in the bytes.</summary>
/// <param name="Offset">In bytes of UTF-8 from the beginning of the sample.</param>
internal sealed record PayloadError(string Path, int Offset, string Rule, string Message);
