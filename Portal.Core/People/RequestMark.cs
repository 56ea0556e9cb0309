namespace Portal.Core.People;

/// <summary>What a request is known again by. Its body may hold a secret, so what is stored lets nobody try which it was.</summary>
/// <param name="Sealed">As it is stored; no two are alike.</param>
/// <param name="IsOf">Whether what was stored is of the same request.</param>
public sealed record RequestMark(byte[] Sealed, Func<byte[], bool> IsOf);
