namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for to make records, and the standard of plug-ins has not.</summary>
internal static class IsExternalInit;
