pub mod a{}
